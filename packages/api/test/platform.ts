// A platform for tests of the HTTP side: it takes what it is given and tells what it took. The real one is tested with
// the program.
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { readExpected } from '@nautilus/inventory'
import type { Finding, Hearing } from '@nautilus/model'
import { type RiskFacts, runBook } from '@nautilus/risk'
import type {
  Decision,
  EscalationPort,
  LiveEvent,
  PlatformPort,
  Playbooks,
  RemoteBatch,
  WorkFile,
} from '../src/index.ts'

export type TestPlatform = PlatformPort & {
  readonly attachedFolder: string
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
  /** What is known of every site, and whether too much is being computed. */
  plant: RiskFacts
  busy: boolean
  emit(event: LiveEvent): void
  listeners(): number
}

const testWork = (spread: string[]): PlatformPort['work'] => ({
  mostFile: 1000,
  mostOrders: 3,
  check: async (_place, works) =>
    works.map(work => ({
      work,
      faults: work.title === '' ? [{ field: 'title', message: 'An order needs a title.' }] : [],
    })),
  read: bytes => {
    const { orders = [], faults = [] } = JSON.parse(Buffer.from(bytes).toString()) as Partial<WorkFile>
    return { orders, faults, more: 0 }
  },
  calendar: (name, orders) => `${name}: ${orders.map(({ id, cancelled }) => `${id} ${cancelled}`).join(', ')}`,
  occurrences: (orders, from, to) => orders.map(({ id, version }) => ({ id, version, from, to })),
  changed: async ({ tenant, site }) => void spread.push(`${tenant}/${site} orders`),
})

const testFeeds = (spread: string[]): PlatformPort['feeds'] => ({
  mostFile: 1000,
  read: async (_name, bytes) => {
    const lines = Buffer.from(bytes).toString().split('\n')
    const good = lines.filter(line => line !== 'bad')
    const faults = lines.length > good.length ? [{ line: 1, message: 'is bad.' }] : []
    return { indicators: good.length, others: 0, faults, until: null }
  },
  changed: async tenant => void spread.push(`${tenant} feeds`),
})

const testExercises = (): PlatformPort['exercises'] => ({
  stories: [{ id: 'scan', title: 'A scan', kind: 'attack' }],
  play: async story => (story === 'scan' ? [playedFinding] : null),
  after: (at, { months, minutes }) => at + (months * 30 * 1440 + minutes) * 60_000,
})

const testOutward = (spread: string[]): PlatformPort['outward'] => ({
  kinds: [
    {
      ...{ id: 'webhook', topics: ['finding', 'audit'], keeps: 'events', guarantee: 'at-least-once' },
      fields: ['url', 'secret'].map(name => ({
        ...{ name, type: 'text', isSecret: name === 'secret', isRequired: true, choices: [], otherwise: '' },
      })),
    },
  ],
  faultsOf: (kind, settings) => {
    if (kind !== 'webhook') return { kind: 'must be one of webhook' }
    return settings.url?.startsWith('https://') ? {} : { url: 'must begin with https://' }
  },
  seal: (_tenant, _id, secrets) => Buffer.from(JSON.stringify(secrets)),
  secretsOf: async () => ({ secret: 'kept' }),
  try: async () => ({ kind: 'delivered', why: '', field: null }),
  lookFaultsOf: (_kind, settings) => (settings.url === 'bad' ? { url: 'must begin with https://' } : {}),
  look: async (_tenant, kind, { mapping }) =>
    kind === 'webhook'
      ? { of: 'none', topic: 'finding', object: 'x', title: 'X', text: JSON.stringify(mapping) }
      : null,
  stix: async (events, asked) => ({ type: 'bundle', id: 'bundle--x', objects: events, asked }),
  wake: () => void spread.push('outward'),
})

const testInward = (spread: string[]): PlatformPort['inward'] => ({
  lists: {
    kinds: [{ kind: 'assets', fields: ['name'], needed: [['name']] }],
    import: async (_place, { dry, mapping }, body) => {
      const pieces: Uint8Array[] = []
      for await (const piece of body) pieces.push(piece)
      const text = Buffer.concat(pieces).toString()
      if (text === 'busy') return null
      return {
        ...{ taken: !dry, columns: [text], samples: [], mapping: mapping ?? {}, missing: [], changes: null },
        ...{ faults: [], more: 0 },
      }
    },
    firewall: async () => ({ rules: [], unallowed: [] }),
  },
  sources: {
    kinds: [
      {
        ...{ id: 'kev', ofSite: false },
        fields: ['url', 'secret'].map(name => ({
          ...{ name, type: 'text', isSecret: name === 'secret', isRequired: true, choices: [], otherwise: '' },
        })),
      },
      { id: 'servicenow-cmdb', ofSite: true, fields: [] },
    ],
    faultsOf: (_kind, settings) => (settings.url?.startsWith('ftp') ? { url: 'must begin with https://' } : {}),
    seal: (_tenant, _id, secrets) => Buffer.from(JSON.stringify(secrets)),
    secretsOf: async () => ({ secret: 'kept' }),
    pull: async () => ({ ok: true, why: 'files 1' }),
  },
  intelligence: {
    mostFile: 1000,
    read: async (_tenant, { name, bytes }) => ({
      taken: bytes.length > 3 ? [{ kind: 'kev', name, entries: 2 }] : [],
      ...{ faults: bytes.length > 3 ? [] : [{ file: name, message: 'is too short' }], more: 0 },
    }),
    changed: tenant => void spread.push(`${tenant} intelligence`),
  },
})

const ready = { ready: false, unseen: 1, observations: 0, since: 0 }

/** Everybody is an analyst, nobody is called. */
const testEscalation: EscalationPort = {
  kinds: [{ kind: 'mail', channel: 'mail', fields: [] }],
  plan: async () => ({
    policy: {
      id: 'default',
      steps: [],
      everybody: { duties: [], channels: [], every: 1, tries: 1 },
      inform: [],
      acknowledgementHolds: 1,
      quiet: null,
    },
    version: 0,
    isDefault: true,
    rosters: [],
  }),
  people: async scoped => {
    const rows = await scoped.selectFrom('members').select('user_id').distinct().orderBy('user_id').execute()
    return rows.map(({ user_id }) => ({ person: user_id, duties: ['analyst'] }))
  },
  contactFaults: ({ kind }) => (kind === 'mail' ? {} : { kind: 'must be one of mail' }),
  sealContact: () => ({ shown: 'shown', sealed: Buffer.from('sealed') }),
  tryChannel: async () => ({ kind: 'ok', why: '' }),
  acknowledge: async token => (token === 'good' ? { kind: 'done', title: 'An incident' } : { kind: 'unknown' }),
  send: () => {},
  sheet: async () => Buffer.from('%PDF-1.7'),
}

const testAttachments = (folder: string): TestPlatform['attachments'] => {
  const pathOf = (tenant: string, hash: string) => join(folder, `${encodeURIComponent(tenant)}-${hash}`)
  return {
    receiving: async () => {
      mkdirSync(folder, { recursive: true })
      return join(folder, `${randomUUID()}.part`)
    },
    keep: async (tenant, hash, received) => renameSync(received, pathOf(tenant, hash)),
    path: async (tenant, hash) => (existsSync(pathOf(tenant, hash)) ? pathOf(tenant, hash) : null),
  }
}

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
    bus: null,
    // The real ones are the program's: test/obligations and test/playbooks have them.
    laws: {
      templates: [],
      common: { facts: new Map(), questions: [] },
      read: () => ({ faults: [{ line: 1, message: 'This is no obligation.' }] }),
    },
    seal: { key: '0'.repeat(64), publicKey: '', sign: () => '' },
    reportFile: async document => new TextEncoder().encode(document.title),
    async *bundle(about) {
      yield new TextEncoder().encode(about.incident)
    },
    escalation: testEscalation,
    uploads,
    attachments: testAttachments(`${uploads}-attached`),
    attachedFolder: `${uploads}-attached`,
    mostExpected: 1_000_000,
    analyzed,
    batches,
    decisions,
    logged,
    spread,
    misuse,
    library: {
      shipped: [],
      readOwn: () => ({ faults: [{ line: 1, column: 1, message: 'This is no playbook.' }], more: 0 }),
    },
    books: { find: () => null, read: () => null, all: [], versionOf: () => null },
    incidents,
    plant: noPlant,
    busy: false,
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
    evidence: async () => null,
    packets: { questions: async () => [], answered: async () => ({ kind: 'unknown' }) },
    packetsAround: async () => ({ kind: 'none', why: 'Nothing is kept here.' }),
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
    work: testWork(spread),
    feeds: testFeeds(spread),
    exercises: testExercises(),
    outward: testOutward(spread),
    risk: {
      facts: async () => platform.plant,
      run: async ({ book, ...how }) => (platform.busy ? null : runBook(book, how)),
    },
    // The real ones are the program's: apps/nautilus/test/reports has them.
    reports: {
      library: [
        { kind: 'board', money: true, of: 'period', sections: ['figures'] },
        { kind: 'service', money: false, of: 'period', sections: ['figures', 'findings'] },
      ],
      nextDue: ({ timeZone }) => (timeZone === 'Mars/Olympus' ? null : 1_900_000_000_000_000),
      make: async ({ from, to, ...asked }) => {
        const [start, end] = [Date.parse(from) * 1000, (Date.parse(to) + 86_400_000) * 1000]
        return platform.busy ? null : { document: { title: asked.kind, ...asked }, from: start, to: end }
      },
      file: async (document, form) =>
        platform.busy ? null : new TextEncoder().encode(`${form} ${JSON.stringify(document)}`),
    },
    inward: testInward(spread),
    hearings: () => [{ ...{ tenant: 'acme', site: 'north', sensor: 'span-1' }, hearing: testHearing }],
    figures: () => ({ activities: 5, batches: 4, findings: 3, queued: 2, lag: 1, removed: 6, outward, ...rings }),
    log: what => void logged.push(what),
    health: async () => ({ ok: true, parts: { state: 'up' } }),
  }
  return platform
}

const outward = { sent: 7, refused: 8, dropped: 9, failures: 10, waiting: 11 }
const rings = { ringBytes: 7, ringDropped: 0, ringSheds: 0, ringWindow: 3600, ringFree: 8 }

const noPlant: RiskFacts = {
  ...{ processes: [], assets: [], paths: [], external: [], reach: [], weaknesses: null, findings: [], blind: 0 },
  ...{ detect: null, decide: null, entity: null, today: '2026-03-01' },
}

const testHearing: Hearing = {
  by: 'ring',
  interfaces: [{ name: 'eth"1', state: 'down', packets: 7, dropped: 3, frozen: 1, fill: 0.25, rate: 0 }],
}

const playedFinding: Finding = {
  ...{
    id: 'f-1',
    rule: 'port-scan',
    title: 'Somebody looks around',
    severity: 'high',
    terms: [],
    techniques: ['T0846'],
  },
  ...{
    consequences: [],
    playbook: 'PB-07',
    confidence: 1,
    first: 1_000_000,
    last: 2_000_000,
    count: 3,
    source: '10.0.0.9',
  },
  ...{ target: '10.0.0.7', assets: [], protocol: null, verb: null, why: 'It asked for many ports.', baseline: null },
  ...{ changes: [], evidence: { file: null, frames: [] }, explains: [] },
  window: {
    ...{ kind: 'none', order: null },
    dimensions: { asset: null, verb: null, source: null, tool: null, time: null },
  },
}
