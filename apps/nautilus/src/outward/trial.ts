// What a trial sends: everything in it says that nothing happened.
import type { About, Answer, Kind, Trouble } from '@nautilus/integrations'
import type { OutwardEnd, OutwardEvent, OutwardTopic } from '@nautilus/model'

const end = (id: string, ip: string, role: string): OutwardEnd => ({
  ...{ id, name: `TEST ${role}`, ip, mac: null, vendor: null, model: null, firmware: null, role, level: null },
  zone: null,
})

/** `at`: µs. */
export function trialEvent(tenant: string, topic: OutwardTopic, at: number): OutwardEvent {
  const base = { position: 0, tenant, site: null, siteName: 'TEST', at, test: true, object: `test-${at}` }
  const id = crypto.randomUUID()
  if (topic === 'asset') {
    const none = {
      vendor: null,
      model: null,
      orderNumber: null,
      hardware: null,
      firmware: null,
      serial: null,
      os: null,
    }
    const asset = {
      id: base.object,
      name: 'TEST device',
      ip: ['192.0.2.10'],
      mac: [],
      ...none,
      role: null,
      level: null,
    }
    const rest = { zone: null, criticality: null, protocols: [], first: at, last: at }
    return { ...base, id, kind: 'asset.new', asset: { ...asset, ...rest } }
  }
  if (topic === 'incident') {
    const said = { title: 'TEST: nothing happened', severity: 'low', state: 'detected', outcome: null } as const
    const rest = { exercise: true, assignee: null, opened: at, changed: at, findings: [], techniques: [], assets: [] }
    return { ...base, id, kind: 'incident.opened', incident: { id: base.object, ...said, ...rest } }
  }
  const said = { rule: 'test', title: 'TEST: nothing happened', severity: 'low', status: 'closed' } as const
  const why = 'Somebody tries out whether Nautilus reaches this system.'
  const rest = { confidence: 1, techniques: [], consequences: [], first: at, last: at, ended: at, count: 1 }
  const ends = {
    source: end('test-source', '192.0.2.10', 'workstation'),
    target: end('test-target', '192.0.2.20', 'controller'),
  }
  const finding = { id: base.object, ...said, why, baseline: null, ...rest, ...ends, protocol: null, verb: null }
  return { ...base, id, kind: 'finding.opened', finding: { ...finding, work: 'none', order: null, incident: null } }
}

export type Trial = {
  readonly kind: 'delivered' | 'refused' | 'retry' | 'fault'
  readonly why: string
  /** Of the form, where what is wrong is most likely; null: nobody knows. */
  readonly field: string | null
}

export function trialOf(of: Kind, { delivered, refused, rest, note }: Answer): Trial {
  if (delivered.length > 0) return { kind: 'delivered', why: note ?? '', field: null }
  if (refused[0]) return { kind: 'refused', why: refused[0].why, field: null }
  if (rest?.kind === 'smaller') return { kind: 'refused', why: rest.why, field: null }
  return { kind: rest?.kind ?? 'retry', why: rest?.why ?? 'Nothing was sent.', field: rest && fieldOf(of, rest) }
}

/** What kinds call the places of each, the likeliest first. */
const names: Readonly<Record<About, readonly string[]>> = {
  address: ['url', 'endpoint', 'servers', 'address'],
  certificate: ['ca'],
  credentials: ['apiKey', 'token', 'clientSecret', 'credentials', 'password', 'secretKey', 'header', 'secret', 'user'],
}

function fieldOf({ fields }: Kind, trouble: Exclude<Trouble, { kind: 'smaller' }>): string | null {
  const likely = trouble.about === undefined ? [] : names[trouble.about]
  return likely.find(name => fields.some(field => field.name === name)) ?? null
}
