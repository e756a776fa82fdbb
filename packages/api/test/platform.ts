// A platform for tests of the HTTP side: it takes what it is given and tells what it took. The real one is tested with
// the program.
import { readExpected } from '@nautilus/inventory'
import type { Decision, LiveEvent, PlatformPort, RemoteBatch } from '../src/index.ts'

export type TestPlatform = PlatformPort & {
  readonly analyzed: { id: string; file: string; name: string }[]
  readonly batches: RemoteBatch[]
  readonly decisions: Decision[]
  readonly logged: string[]
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
  return {
    version: '0.0.0-test',
    uploads,
    mostExpected: 1_000_000,
    analyzed,
    batches,
    decisions,
    logged,
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
    playbooks: async () => ({ find: () => null, all: [] }),
    findingCopy: finding => finding as ReturnType<PlatformPort['findingCopy']>,
    incident: () => {},
    figures: () => ({ activities: 5, batches: 4, findings: 3, queued: 2, lag: 1, removed: 6 }),
    log: what => void logged.push(what),
    health: async () => ({ ok: true, parts: { state: 'up' } }),
  }
}
