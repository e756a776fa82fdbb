// What a trial sends: everything in it says that nothing happened.
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
