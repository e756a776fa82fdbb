// A batch from outside, field by field. Whoever has the key of a sensor may send anything: what does not have the shape of
// the model is refused before anything works with it.
import {
  type Activity,
  attributes,
  type Batch,
  type ConnectionState,
  type HeardInterface,
  type Hearing,
  type Item,
  type MirrorSight,
  type Outcome,
  type RingHealth,
  type SensorHealth,
  type ValueType,
  verbs,
} from '@nautilus/model'
import {
  anyNumber,
  flag,
  list,
  matching,
  number,
  object,
  oneOf,
  orAbsent,
  orNull,
  record,
  type Shape,
  text,
  textOr,
  whole,
} from './shape.ts'

/** Entries of one list of a batch. A sensor sends at some thousands. */
export const MAX_ENTRIES = 200_000
/** Items of one operation. */
export const MAX_ITEMS = 4096
/** Values of one item. */
export const MAX_VALUES = 65_536
/** Characters of a name or a code. */
export const MAX_NAME = 256
/** Characters of what a device tells of itself. */
export const MAX_TOLD = 8192
/** Characters of an address in a protocol, and of values as text. */
export const MAX_TEXT = 262_144
/** Facts of one operation. */
export const MAX_FACTS = 256
/** Sentences of a sensor about itself. */
export const MAX_PROBLEMS = 16
/** Protocols and services in one view. */
export const MAX_SEEN = 4096
/** Interfaces of one sensor. */
export const MAX_INTERFACES = 64

/** Words of the model that are types there. The compiler compares. */
const words = <T extends string>(all: Readonly<Record<T, true>>): readonly T[] => Object.keys(all) as T[]
const outcomes = words<Outcome>({ ok: true, refused: true, 'no-reply': true, unseen: true })
const states = words<ConnectionState>({ attempt: true, refused: true, open: true, half: true })
const accesses = words<Item['access']>({ read: true, write: true })
const types = words<ValueType>({
  ...{ bit: true, msb: true, switch: true, text: true, raw: true },
  ...{ u8: true, i8: true, u16: true, i16: true, u24: true, i24: true, u32: true, i32: true, u64: true, i64: true },
  ...{ u16le: true, i16le: true, u24le: true, i24le: true, u32le: true, i32le: true, u64le: true, i64le: true },
  ...{ f32: true, f64: true, f32le: true, f64le: true },
})

const name = text(MAX_NAME)
const told = text(MAX_TOLD)
const long = text(MAX_TEXT)
/** µs. Captures may be old, and clocks wrong: everything that a number holds exactly. */
const time = number(0, Number.MAX_SAFE_INTEGER)
const count = number(0, Number.MAX_SAFE_INTEGER)
const frame = whole(0, Number.MAX_SAFE_INTEGER)
const port = whole(0, 65_535)
const share = number(0, 1)
/** µs, before or behind. */
const offset = number(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
const party = object({
  mac: matching(/^$|^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, 'a MAC address, six bytes in hex with colons, or empty'),
  ip: matching(/^[0-9a-f.:]{0,45}$/, 'an IP address, or empty'),
})
const functionRef = object({ code: name, name: told })
const spread = object({ min: anyNumber, mean: anyNumber, max: anyNumber, jitter: anyNumber })
const numbers = list(anyNumber, MAX_VALUES)

const item = object({
  object: long,
  access: oneOf(accesses, 'access'),
  type: oneOf(types, 'type of a value'),
  unit: orNull(name),
  last: orNull(textOr(long, numbers)),
  min: orNull(numbers),
  max: orNull(numbers),
})

const activity = object({
  first: time,
  last: time,
  client: party,
  server: party,
  protocol: name,
  port,
  verb: oneOf(verbs, 'verb'),
  function: functionRef,
  object: long,
  outcome: oneOf(outcomes, 'outcome'),
  refusal: orNull(functionRef),
  detail: orNull(record(name, textOr(told, anyNumber), MAX_FACTS)),
  items: list(item, MAX_ITEMS),
  count,
  bytes: count,
  interval: orNull(spread),
  latency: orNull(spread),
  frame,
} satisfies Readonly<Record<keyof Activity, Shape>>)

const bothWays = object({ client: count, server: count })
const connection = object({
  first: time,
  last: time,
  client: party,
  server: party,
  transport: oneOf(['tcp', 'udp'], 'transport'),
  port,
  protocol: orNull(name),
  state: oneOf(states, 'state of a connection'),
  count,
  packets: bothWays,
  bytes: bothWays,
  frame,
} satisfies Readonly<Record<keyof Batch['connections'][number], Shape>>)

const sighting = object({
  party,
  attribute: oneOf([...attributes, 'binding'], 'attribute'),
  value: told,
  source: told,
  confidence: share,
  first: time,
  last: time,
  frame,
} satisfies Readonly<Record<keyof Batch['sightings'][number], Shape>>)

const notice = object({
  code: name,
  message: told,
  count,
  at: time,
  frame,
  client: orAbsent(party),
  server: orAbsent(party),
  protocol: orAbsent(name),
  sender: orAbsent(oneOf(['client', 'server'], 'side')),
  fault: orAbsent(name),
} satisfies Readonly<Record<keyof Batch['notices'][number], Shape>>)

const view = object({
  sight: object({
    packets: count,
    duplicates: count,
    broken: count,
    connections: object({ both: count, oneSided: count }),
    pairs: object({ any: count, bothWays: count }),
    commonMac: name,
    senders: count,
    gaps: count,
    lostBytes: count,
    clock: object({ back: count, most: count, longestSilence: count }),
    vlans: list(whole(0, 4095), 4096),
    untagged: flag,
  }),
  protocols: list(
    object({ protocol: name, packets: count, messages: count, malformed: count, requests: count, replies: count }),
    MAX_SEEN,
  ),
  unrecognised: list(object({ packets: count, entropy: orNull(number(0, 8)) }), MAX_SEEN),
})

const ring = object({
  from: orNull(time),
  to: orNull(time),
  bytes: count,
  size: count,
  dropped: count,
  cappedFlows: count,
  cappedFrames: count,
  damaged: count,
  sheds: count,
  free: count,
  encrypted: flag,
  trouble: orNull(told),
} satisfies Readonly<Record<keyof RingHealth, Shape>>)

const hearing = object({
  by: oneOf(['ring', 'tcpdump', 'stream'], 'way of listening'),
  why: orAbsent(told),
  interfaces: list(
    object({
      name,
      state: oneOf(['up', 'down', 'gone'], 'state of an interface'),
      packets: count,
      dropped: count,
      frozen: count,
      fill: share,
      rate: count,
      quiet: orAbsent(count),
    } satisfies Readonly<Record<keyof HeardInterface, Shape>>),
    MAX_INTERFACES,
  ),
} satisfies Readonly<Record<keyof Hearing, Shape>>)

const mirror = object({
  frames: count,
  unicast: count,
  both: count,
  oneSided: count,
} satisfies Readonly<Record<keyof MirrorSight, Shape>>)

const health = object({
  packets: count,
  bytes: count,
  dropped: count,
  duplicates: count,
  malformed: count,
  unrecognised: count,
  flows: count,
  version: name,
  storage: orAbsent(share),
  configuration: orAbsent(matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hex')),
  clock: orAbsent(time),
  ring: orAbsent(ring),
  hearing: orAbsent(hearing),
  deaf: orAbsent(told),
  unfit: orAbsent(told),
  mirror: orAbsent(mirror),
  load: orAbsent(share),
  ahead: orAbsent(offset),
  spool: orAbsent(object({ batches: count, bytes: count, size: count, oldest: count })),
  disk: orAbsent(object({ free: count, total: count })),
  settings: orAbsent(object({ version: count, since: orNull(time), refused: orNull(told) })),
  unasked: orAbsent(told),
  problems: orAbsent(list(text(MAX_NAME), MAX_PROBLEMS)),
  view: orAbsent(view),
} satisfies Readonly<Record<keyof SensorHealth, Shape>>)

const batch = object({
  from: time,
  to: time,
  activities: list(activity, MAX_ENTRIES),
  connections: list(connection, MAX_ENTRIES),
  sightings: list(sighting, MAX_ENTRIES),
  notices: list(notice, MAX_ENTRIES),
  health: orAbsent(health),
} satisfies Readonly<Record<keyof Batch, Shape>>)

/** What is wrong with it first, and where, as a sentence without its end; null where it is a batch in every field. */
export const faultInBatch = (value: unknown): string | null => batch(value, '')

/** The same, of what a sensor says of itself. */
export const faultInHealth = (value: unknown): string | null => health(value, 'health')
