// A platform for tests of the HTTP side: it takes what it is given and tells what it took. The real one is tested with
// the program.
import { readExpected } from '@nautilus/inventory'
import type { Decision, LiveEvent, PlatformPort, Playbooks, RemoteBatch } from '../src/index.ts'

export type TestPlatform = PlatformPort & {
  readonly analyzed: { id: string; file: string; name: string }[]
  readonly batches: RemoteBatch[]
  readonly decisions: Decision[]
  readonly logged: string[]
  /** Tenants whose rules changed, and keys that were used where they have no business. */
  readonly spread: string[]
  readonly misuse: string[]
  /** Playbooks in force, and what was told of incidents. */
  books: Playbooks
  readonly incidents: string[]
  emit(event: LiveEvent): void
  listeners(): number
}

const ready = { ready: false, unseen: 1, observations: 0, since: 0 }

export function testPlatform(uploads: string): TestPlatform {
  const heard = new Set<(event: LiveEvent) => void>()
  const analyzed: TestPlatform['analyzed'] = []
  const batches: RemoteBatch[] = []
  const decisions: Decision[] = []
  const logged: string[] = []
  const spread: string[] = []
  const misuse: string[] = []
  const incidents: string[] = []
  const platform: TestPlatform = {
    version: '0.0.0-test',
    uploads,
    attachments: `${uploads}-attached`,
    mostExpected: 1_000_000,
    analyzed,
    batches,
    decisions,
    logged,
    spread,
    misuse,
    books: { find: () => null, read: () => null, all: [] },
    incidents,
    emit: event => {
      for (const listener of heard) listener(event)
    },
    listeners: () => heard.size,
    subscribe(listener) {
      heard.add(listener)
      return () => heard.delete(listener)
    },
    stories: () => [{ id: 'replay', title: 'A story', kind: 'attack' }],
    tellStory: (_tenant, _site, story) => story === 'replay',
    analyze: upload => void analyzed.push(upload),
    reload: async () => {},
    checkModel: source => (source.includes('nonsense') ? [{ line: 1, message: 'The site has no `nonsense`.' }] : []),
    async take(batch) {
      if (batch.body.length < 3) return { kind: 'unreadable', why: 'This is no batch.' }
      const newest = batches.filter(one => one.epoch === batch.epoch && one.sensor === batch.sensor).length
      if (batch.seq > newest + 1) return { kind: 'gap', expected: newest + 1 }
      if (batch.seq === newest + 1) batches.push(batch)
      return { kind: 'stored' }
    },
    baseline: async () => ({ taught: false, site: ready, segments: [], devices: [] }),
    baselineOf: async (_tenant, _site, device) => (device === 'known' ? { id: device } : null),
    async decide(_tenant, _site, decision) {
      if (!('device' in decision.fact) || decision.fact.device !== 'known') return null
      return decisions.push(decision)
    },
    readExpected: (file, bytes) => readExpected(file, new TextDecoder().decode(bytes)),
    compare: async (_tenant, _site, documents) => ({ documents: documents.length }),
    playbooks: async () => platform.books,
    findingCopy: finding => finding as ReturnType<PlatformPort['findingCopy']>,
    incident: (tenant, { id, state }) => void incidents.push(`${tenant} ${id} ${state}`),
    checkRules: sources =>
      sources.map(({ id, source }) => {
        const others = sources.filter(one => one.id !== id).map(one => one.source.split('\n')[0])
        const [title = '', after] = source.split('\n')
        const faults = [
          ...(source.includes('nonsense') ? [{ line: 2, message: 'The rule has no `nonsense`.' }] : []),
          ...(after?.startsWith('after ') && !others.includes(after.slice(6))
            ? [{ line: 2, message: `There is no rule ${after.slice(6)}.` }]
            : []),
        ]
        return { id, faults, rules: faults.length > 0 ? [] : [{ id: title, title, level: 'high', silent: false }] }
      }),
    async tryRule({ source, from, to }) {
      if (source.startsWith('busy')) return { kind: 'busy' }
      if (source.startsWith('late')) return { kind: 'late' }
      return { kind: 'tried', from, to, batches: 1, operations: 2, cut: false, rules: [] }
    },
    rulesChanged: async tenant => void spread.push(tenant),
    misused: ({ tenant, site, sensor }, how) => void misuse.push(`${tenant}/${site}/${sensor} ${how}`),
    figures: () => ({ activities: 5, batches: 4, findings: 3, queued: 2, lag: 1, removed: 6 }),
    log: what => void logged.push(what),
    health: async () => ({ ok: true, parts: { state: 'up' } }),
  }
  return platform
}
