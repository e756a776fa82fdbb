// What requests and replies of S7comm-plus carry, function by function, after the public Wireshark plugin for S7comm-plus.
// Everything here is best effort: what cannot be read is left out, and `whole` says whether all was read.
import { Reader } from '../reader.ts'
import { REPLY_HEAD, REQUEST_HEAD, type Reply, type Request } from './message.ts'
import { FN } from './names.ts'
import { type Node, readObjects, START_OF_OBJECT } from './objects.ts'
import { readValue, type Value } from './values.ts'
import { unsigned32, unsigned64 } from './vlq.ts'

/** A variable: an object, one of its attributes, and the path inside. `symbol` is the CRC of the symbolic name. */
export type Address = { readonly rid: number; readonly path: readonly number[]; readonly symbol: number }

export type Asked = {
  readonly target: number
  readonly addresses: readonly Address[]
  /** Values that go with the addresses; null where one is missing. */
  readonly values: readonly (Value | null)[]
  readonly objects: readonly Node[]
  /** Attributes asked for, or the method that is invoked. */
  readonly ids: readonly number[]
  readonly whole: boolean
}

export type Answered = {
  readonly values: ReadonlyMap<number, Value>
  /** Items that failed, by number. */
  readonly failures: ReadonlyMap<number, bigint>
  readonly objects: readonly Node[]
  /** Objects that were made. */
  readonly made: readonly number[]
  readonly whole: boolean
}

const MOST_ITEMS = 256
type Draft = { -readonly [K in keyof Asked]: Asked[K] }

export function readRequest(request: Request): Asked {
  const reader = new Reader(request.body)
  reader.skip(REQUEST_HEAD)
  const draft: Draft = { target: reader.u32(), addresses: [], values: [], objects: [], ids: [], whole: true }
  REQUESTS[request.function]?.(reader, draft, request)
  return { ...draft, whole: !reader.short }
}

const REQUESTS: Readonly<Partial<Record<number, (reader: Reader, draft: Draft, request: Request) => void>>> = {
  [FN.getMulti]: readAddresses,
  [FN.setMulti]: (reader, draft) => {
    readAddresses(reader, draft)
    const values = new Map<number, Value>()
    for (let i = 0; i < draft.addresses.length && !reader.short; i++) values.set(unsigned32(reader), readValue(reader))
    draft.values = draft.addresses.map((_, i) => values.get(i + 1) ?? null)
  },
  [FN.setVariable]: (reader, draft) => {
    draft.addresses = [{ rid: draft.target, path: readIds(reader, unsigned32(reader)), symbol: 0 }]
    draft.values = [readValue(reader)]
  },
  [FN.getVariable]: (reader, draft) => {
    draft.addresses = readIds(reader, unsigned32(reader)).map(id => ({ rid: draft.target, path: [id], symbol: 0 }))
  },
  [FN.getSubStreamed]: readStreamed,
  [FN.setSubStreamed]: readStreamed,
  [FN.explore]: (reader, draft) => {
    unsigned32(reader)
    reader.skip(3) // children, unknown, parents
    const filters = reader.u8()
    if (filters === 0) draft.ids = readIds(reader, reader.u8())
  },
  [FN.getLink]: (reader, draft) => {
    draft.addresses = [{ rid: draft.target, path: [unsigned32(reader)], symbol: 0 }]
  },
  [FN.createObject]: (reader, draft) => {
    readValue(reader)
    reader.skip(4)
    draft.objects = objectsAhead(reader)
  },
  // The target is only there behind the type of the transaction.
  [FN.beginSequence]: (reader, draft, request) => {
    reader.at = REQUEST_HEAD + 1
    if (request.version === 1) return
    if (reader.u16() === 1) draft.objects = objectsAhead(reader)
    else draft.target = reader.u32()
  },
  [FN.invoke]: (reader, draft) => {
    draft.ids = [reader.u32()]
  },
}

/** Objects, with a number of one or two bytes before them on some controllers. */
function objectsAhead(reader: Reader): Node[] {
  const start = reader.bytes.indexOf(START_OF_OBJECT, reader.at)
  if (start < 0 || start - reader.at > 5) return []
  reader.at = start
  return readObjects(reader)
}

function readIds(reader: Reader, count: number): number[] {
  const ids: number[] = []
  for (let i = 0; i < count && i < MOST_ITEMS && !reader.short; i++) ids.push(unsigned32(reader))
  return ids
}

function readStreamed(reader: Reader, draft: Draft): void {
  const path = readValue(reader).numbers
  draft.addresses = [{ rid: draft.target, path, symbol: 0 }]
}

/** Plain attributes of one object, or full addresses when no object is named. */
function readAddresses(reader: Reader, draft: Draft): void {
  const count = unsigned32(reader)
  unsigned32(reader) // fields in all
  const addresses: Address[] = []
  for (let i = 0; i < count && i < MOST_ITEMS && !reader.short; i++) {
    addresses.push(
      draft.target === 0 ? readAddress(reader) : { rid: draft.target, path: [unsigned32(reader)], symbol: 0 },
    )
  }
  draft.addresses = reader.short ? [] : addresses
  if (count > MOST_ITEMS) reader.skip(-1)
}

function readAddress(reader: Reader): Address {
  const symbol = unsigned32(reader)
  const rid = unsigned32(reader)
  return { rid, path: readIds(reader, unsigned32(reader)), symbol }
}

type Answer = { -readonly [K in keyof Answered]: Answered[K] }

export function readReply(reply: Reply): Answered {
  const reader = new Reader(reply.body)
  reader.skip(REPLY_HEAD)
  unsigned64(reader) // result, known
  const draft: Answer = { values: new Map(), failures: new Map(), objects: [], made: [], whole: true }
  REPLIES[reply.function]?.(reader, draft)
  return { ...draft, whole: !reader.short }
}

const REPLIES: Readonly<Partial<Record<number, (reader: Reader, draft: Answer) => void>>> = {
  [FN.getMulti]: (reader, draft) => {
    const values = new Map<number, Value>()
    for (let item = unsigned32(reader); item !== 0 && !reader.short; item = unsigned32(reader)) {
      values.set(item, readValue(reader))
    }
    const failures = readFailures(reader)
    if (reader.short) return
    draft.values = values
    draft.failures = failures
  },
  [FN.setMulti]: (reader, draft) => {
    draft.failures = readFailures(reader)
  },
  [FN.getVariable]: (reader, draft) => {
    draft.values = new Map([[1, readValue(reader)]])
  },
  [FN.getSubStreamed]: (reader, draft) => {
    reader.skip(1)
    const value = readValue(reader)
    if (!reader.short) draft.values = new Map([[1, value]])
  },
  [FN.createObject]: (reader, draft) => {
    draft.made = readIds(reader, reader.u8())
    draft.objects = objectsAhead(reader)
  },
  [FN.explore]: (reader, draft) => {
    reader.skip(4)
    draft.objects = objectsAhead(reader)
  },
}

function readFailures(reader: Reader): Map<number, bigint> {
  const failures = new Map<number, bigint>()
  for (let item = unsigned32(reader); item !== 0 && !reader.short; item = unsigned32(reader)) {
    failures.set(item, unsigned64(reader))
  }
  return failures
}
