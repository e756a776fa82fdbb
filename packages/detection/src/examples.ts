// Short ways to write the events of a rule's examples. Times are seconds after the epoch of the examples.
import type { Activity, Connection, Finding, HealthNote, Notice, SensorHealth, Sighting } from '@nautilus/model'
import type {
  ClaimEvent,
  ConnectionEvent,
  FindingEvent,
  HealthEvent,
  NoticeEvent,
  OperationEvent,
  TickEvent,
  Who,
} from './event.ts'
import { noOrder } from './work/verdict.ts'

/** Monday 2026-01-05 08:00 UTC. */
const epoch = Date.UTC(2026, 0, 5, 8) * 1000

const atSecond = (second: number): number => epoch + second * 1e6

/** A device by its IP address; what else is known of it in `as`. */
export function who(ip: string, as: Partial<Who> = {}): Who {
  const mac = macOf(ip)
  return {
    id: ip,
    label: ip,
    ip,
    mac,
    kind: 'device',
    asset: null,
    role: null,
    safety: false,
    level: null,
    zone: null,
    lists: [],
    ...as,
  }
}

const macOf = (ip: string): string =>
  `02:00:${ip
    .split('.')
    .slice(-4)
    .map(part => Number(part).toString(16).padStart(2, '0'))
    .join(':')}`

export const hmi = who('10.0.0.7', { label: 'HMI (10.0.0.7)', role: 'HMI', level: 2 })
export const plc = who('10.0.0.2', { label: 'PLC (10.0.0.2)', role: 'controller', level: 1 })
export const otherPlc = who('10.0.0.3', { label: 'PLC (10.0.0.3)', role: 'controller', level: 1 })
export const safetyPlc = who('10.0.0.4', { label: 'SIS (10.0.0.4)', role: 'safety controller', safety: true, level: 1 })
export const station = who('10.0.0.9', { label: 'EWS (10.0.0.9)', role: 'engineering workstation', level: 2 })
export const stranger = who('10.0.0.66')
export const outsider = who('203.0.113.9', { kind: 'public' })

type Ends = { readonly from?: Who; readonly to?: Who; readonly at?: number }

/** An operation; by default the HMI reads holding registers from the PLC over Modbus. */
export function operation({ from = hmi, to = plc, at = 0, ...part }: Ends & Partial<Activity> = {}): OperationEvent {
  const time = atSecond(at)
  const activity: Activity = {
    first: time,
    last: time,
    client: { mac: from.mac, ip: from.ip },
    server: { mac: to.mac, ip: to.ip },
    protocol: 'modbus',
    port: 502,
    verb: 'read',
    function: { code: '3', name: 'read holding registers' },
    object: '1/holding-registers/0',
    outcome: 'ok',
    refusal: null,
    detail: null,
    items: [],
    count: 1,
    bytes: 24,
    interval: null,
    latency: null,
    frame: 1,
    ...part,
  }
  return {
    kind: 'operation',
    at: time,
    frame: activity.frame,
    activity,
    client: from,
    server: to,
    protocol: activity.protocol,
    verb: activity.verb,
    accepted: activity.outcome === 'ok' || activity.outcome === 'unseen',
  }
}

/** A connection; by default an open one from the HMI to port 502 of the PLC. */
export function connection({
  from = hmi,
  to = plc,
  at = 0,
  ...part
}: Ends & Partial<Connection> = {}): ConnectionEvent {
  const time = atSecond(at)
  const made: Connection = {
    first: time,
    last: time,
    client: { mac: from.mac, ip: from.ip },
    server: { mac: to.mac, ip: to.ip },
    transport: 'tcp',
    port: 502,
    protocol: 'modbus',
    state: 'open',
    count: 1,
    packets: { client: 4, server: 4 },
    bytes: { client: 48, server: 96 },
    frame: 1,
    ...part,
  }
  return { kind: 'connection', at: time, frame: made.frame, connection: made, client: from, server: to }
}

/** What somebody says of itself, or is said of it. */
export function claim(
  of: Who,
  part: Partial<Sighting> & Pick<Sighting, 'attribute' | 'value'> & { readonly at?: number },
): ClaimEvent {
  const { at = 0, ...rest } = part
  const time = atSecond(at)
  const sighting: Sighting = {
    party: { mac: of.mac, ip: of.ip },
    source: 'modbus device identification',
    confidence: 0.9,
    first: time,
    last: time,
    frame: 1,
    ...rest,
  }
  return { kind: 'claim', at: time, frame: sighting.frame, sighting, who: of }
}

export function notice(part: Partial<Notice> & Pick<Notice, 'code'> & { readonly second?: number }): NoticeEvent {
  const { second = 0, ...rest } = part
  const time = atSecond(second)
  return { kind: 'notice', at: time, frame: 0, notice: { message: '', count: 1, at: time, frame: 0, ...rest } }
}

/** What the platform noticed of the sensor `hall-3`. Times of a note are seconds as everywhere here. */
export const noted = (at: number, note: HealthNote): HealthEvent => ({
  kind: 'health',
  at: atSecond(at),
  frame: 0,
  sensor: 'hall-3',
  told: 'since' in note ? { ...note, since: atSecond(note.since) } : note,
})

/** What the sensor `hall-3` told with a batch; by default that it is well. */
export const toldHealth = (
  at: number,
  { epoch = '2026-01-05T07:00:00.000Z', ...part }: Partial<SensorHealth> & { readonly epoch?: string } = {},
): HealthEvent => ({
  kind: 'health',
  at: atSecond(at),
  frame: 0,
  sensor: 'hall-3',
  told: {
    what: 'told',
    epoch,
    health: {
      packets: 10_000 + 1000 * at,
      bytes: 0,
      dropped: 0,
      duplicates: 0,
      malformed: 0,
      unrecognised: 0,
      flows: 1,
      version: '1.0.0',
      ...part,
    },
  },
})

/** The end of a minute. */
export const tick = (at: number): TickEvent => ({ kind: 'tick', at: atSecond(at), frame: 0, from: atSecond(at - 60) })

/** A finding of some rule, as stories are told it. */
export function finding(
  rule: string,
  part: Partial<Pick<FindingEvent, 'source' | 'target'>> &
    Partial<Pick<Finding, 'id' | 'verb' | 'window'>> & { readonly at?: number },
): FindingEvent {
  const { at = 0, source = null, target = null, verb = null, id = `${rule}-${at}`, window = noOrder } = part
  const time = atSecond(at)
  const found: Finding = {
    id,
    rule,
    title: `Title of ${rule}`,
    severity: 'medium',
    terms: [],
    techniques: [],
    consequences: [],
    playbook: 'PB-05',
    confidence: 1,
    first: time,
    last: time,
    count: 1,
    source: source?.id ?? null,
    target: target?.id ?? null,
    assets: [],
    protocol: null,
    verb,
    why: '',
    baseline: null,
    changes: [],
    window,
    evidence: { file: null, frames: [] },
    explains: [],
  }
  return { kind: 'finding', at: time, frame: 1, finding: found, source, target }
}
