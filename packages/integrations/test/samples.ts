// Events as a plant makes them, for all tests of this package.
import type { OutwardAsset, OutwardEnd, OutwardEvent, OutwardFinding, OutwardIncident } from '@nautilus/model'
import { type Ref, type Target, techniqueOf, Unreached, type Wire } from '../src/index.ts'

const AT = 1_795_394_870_933_000

export const station: OutwardEnd = {
  ...{ id: 'a-ews', name: 'EWS-07', ip: '10.20.1.50', mac: '00:1b:1b:aa:bb:cc', vendor: 'Dell', model: 'OptiPlex' },
  ...{ firmware: null, role: 'engineering workstation', level: 2, zone: 'operations' },
}
export const plc: OutwardEnd = {
  ...{ id: 'a-plc', name: 'PLC-0312', ip: '10.20.3.12', mac: '28:63:36:aa:bb:cc', vendor: 'Siemens' },
  ...{ model: 'S7-1500', firmware: 'V2.9.4', role: 'controller', level: 1, zone: 'cell-7' },
}

export const finding: OutwardFinding = {
  ...{ id: 'f-0312', rule: 'program-download', title: 'A program was loaded into a controller', severity: 'high' },
  ...{
    status: 'open',
    why: 'EWS-07 loaded OB1 into PLC-0312 | "line 3" = stopped ]\\',
    baseline: 'Never before in 30 days.',
  },
  ...{ confidence: 0.9, techniques: ['T0843', 'T0858'], consequences: ['T0831'] },
  ...{ first: AT - 10_000_000, last: AT, ended: null, count: 3, source: station, target: plc },
  ...{ protocol: 's7comm', verb: 'download', work: 'none', order: null, incident: 'i-77' },
}

export const asset: OutwardAsset = {
  ...{ id: 'a-plc', name: 'PLC-0312', ip: ['10.20.3.12'], mac: ['28:63:36:aa:bb:cc'], vendor: 'Siemens' },
  ...{ model: 'S7-1500', orderNumber: '6ES7 515-2AM02-0AB0', hardware: '5', firmware: 'V2.9.4' },
  ...{ serial: 'S C-J2TF1234', os: null, role: 'controller', level: 1, zone: 'cell-7', criticality: 'high' },
  ...{ protocols: ['s7comm server'], first: AT - 9e12, last: AT },
}

export const incident: OutwardIncident = {
  ...{ id: 'i-77', title: 'A program was loaded into a controller', severity: 'high', state: 'confirmed' },
  ...{ outcome: null, exercise: false, assignee: null, opened: AT - 5_000_000, changed: AT, findings: ['f-0312'] },
  ...{ techniques: ['T0843'], assets: ['a-ews', 'a-plc'] },
}

const base = { tenant: 'acme', site: 'plant-7', siteName: 'Plant 7', at: AT, test: false }
const idOf = (position: number): string => `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`

export const event = (position: number, part: Partial<OutwardEvent> = {}): OutwardEvent => ({
  ...base,
  ...{ id: idOf(position), position, kind: 'finding.opened', object: finding.id, finding },
  ...part,
})

/** One of each topic. */
export const everyEvent: readonly OutwardEvent[] = [
  event(1),
  event(2, { kind: 'finding.closed', finding: { ...finding, status: 'accepted', ended: AT } }),
  other(3, { kind: 'incident.opened', object: incident.id, incident }),
  other(4, {
    kind: 'incident.closed',
    object: incident.id,
    incident: { ...incident, state: 'closed', outcome: 'resolved' },
  }),
  other(5, { kind: 'asset.new', object: asset.id, asset }),
  other(6, {
    ...{ kind: 'sensor.health', object: 'sensor-01' },
    sensor: { sensor: 'sensor-01', note: { what: 'silent', since: AT - 60_000_000 } },
  }),
  other(7, {
    ...{ kind: 'audit', object: 'WO-1', site: null, siteName: null },
    audit: { who: 'Ana', action: 'work.approve', object: 'WO-1', detail: { version: 2 } },
  }),
]

function other(position: number, part: Partial<OutwardEvent>): OutwardEvent {
  const { finding: _, ...rest } = event(position)
  return { ...rest, ...part }
}

const names: Readonly<Record<string, string>> = {
  T0831: 'Manipulation of Control',
  T0843: 'Program Download',
  T0858: 'Change Operating Mode',
}

/** A clock that goes as far as somebody pauses. */
export function testWire(start = Math.floor(AT / 1000)): Wire & { pauses: number[]; set(ms: number): void } {
  let now = start
  const pauses: number[] = []
  return {
    pauses,
    set: ms => {
      now = ms
    },
    now: () => now,
    pause: async ms => {
      pauses.push(ms)
      now += ms
    },
    async ask({ url, method = 'GET', headers = {}, body }) {
      try {
        const request = {
          method,
          headers,
          redirect: 'manual' as const,
          ...(body === undefined ? {} : { body: body as string }),
        }
        const answer = await fetch(url, request)
        return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() }
      } catch (error) {
        throw new Unreached(String((error as Error & { cause?: unknown }).cause ?? error))
      }
    },
    keep: async () => {
      throw new Unreached('no folder here')
    },
    dial: async () => {
      throw new Unreached('no line here')
    },
  }
}

export function targetOf(settings: Target['settings'], more: Partial<Target> = {}): Target {
  const refs = new Map<string, Ref>()
  return {
    id: '11111111-1111-4111-8111-111111111111',
    settings,
    mapping: { rename: {}, add: {} },
    wire: testWire(),
    link: ({ object }) => `https://nautilus.example/acme/plant-7/${object}`,
    technique: id => techniqueOf(id, names[id] ?? id),
    version: '1.2.3',
    refs: {
      get: async object => refs.get(object) ?? null,
      set: async (object, ref) => void refs.set(object, ref),
    },
    ...more,
  }
}
