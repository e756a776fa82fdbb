// What messages of ADS mean. Beckhoff Information System, "ADS commands".
import type { Claim, Item, Operation, Outcome } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { printable, Reader } from '../reader.ts'
import { itemOf, nameless, objectOf, type Place, placeOf, sumEntries, textIn, typeOf, writeVerbOf } from './access.ts'
import { discoveryMeaning } from './discovery.ts'
import { type Memory, openMemory, typeOfSymbol } from './memory.ts'
import { COMMAND, commandOf, controlOf, errorOf, GROUP, groupOf, serviceOf, stateOf } from './names.ts'
import { type Ams, DATA, type Message } from './parse.ts'

export function openSession(): Session<Message> {
  const memory = openMemory()
  return {
    interpret(request: Message | null, reply: Message | null): Meaning {
      const first = request ?? reply
      if (first?.kind === 'ams') return amsMeaning(of(request, 'ams'), of(reply, 'ams'), memory)
      if (first?.kind === 'discovery') return discoveryMeaning(of(request, 'discovery'), of(reply, 'discovery'))
      return silent
    },
  }
}

/** A message when it is of this kind. */
const of = <K extends Message['kind']>(message: Message | null, kind: K): Extract<Message, { kind: K }> | null =>
  message?.kind === kind ? (message as Extract<Message, { kind: K }>) : null

type Told = Pick<Operation, 'verb' | 'object' | 'items' | 'detail'> & {
  readonly claims?: readonly Claim[]
  readonly repeatable?: boolean
}
/** A command, with its request and its positive reply where they are there. */
type Asked = { readonly request: Ams | null; readonly reply: Ams | null; readonly memory: Memory }

const tellers: Readonly<Record<number, (asked: Asked) => Told>> = {
  [COMMAND.info]: info,
  [COMMAND.read]: read,
  [COMMAND.write]: write,
  [COMMAND.state]: state,
  [COMMAND.control]: control,
  [COMMAND.subscribe]: subscribe,
  [COMMAND.unsubscribe]: unsubscribe,
  [COMMAND.notification]: notification,
  [COMMAND.readWrite]: readWrite,
}

function amsMeaning(request: Ams | null, reply: Ams | null, memory: Memory): Meaning {
  const { command } = (request ?? reply)!
  const code = reply ? reply.error || reply.result : 0
  const good = reply && code === 0 ? reply : null
  const { claims = [], repeatable = false, ...told } = tellers[command]?.({ request, reply: good, memory }) ?? unknown
  const outcome: Outcome = code !== 0 ? 'refused' : request && !reply && !request.unanswered ? 'no-reply' : 'ok'
  const operation: Operation = {
    ...told,
    function: commandOf(command),
    outcome,
    ...(code !== 0 ? { refusal: errorOf(code) } : {}),
  }
  return { operation, claims: reply ? about(claims, reply) : claims, repeatable: repeatable && outcome === 'ok' }
}

/** Both sides of a connection may ask: what is told is about who tells it. */
const about = (claims: readonly Claim[], { from }: Ams): readonly Claim[] =>
  from === 'server'
    ? claims
    : claims.map(claim => ({ ...claim, about: claim.about === 'server' ? 'client' : 'server' }))

const unknown: Told = { verb: 'other', object: '', items: [] }

function info({ request, reply }: Asked): Told {
  const port = String(request?.targetPort ?? reply?.sourcePort ?? '')
  if (!reply || reply.bytes.length < DATA + 24) return { verb: 'discover', object: port, items: [] }
  const reader = new Reader(reply.bytes)
  reader.at = DATA + 4
  const version = `${reader.u8()}.${reader.u8()}.${reader.u16le()}`
  const name = printable(reader.take(16))
  const claims: Claim[] = [
    { about: 'server', attribute: 'software', value: `${name} ${version}`, confidence: 0.9 },
    { about: 'server', attribute: 'address', value: `AMS ${reply.source}`, confidence: 0.9 },
    { about: 'client', attribute: 'session', value: `AMS ${reply.target}`, confidence: 0.7 },
  ]
  return { verb: 'discover', object: port, items: [], detail: { name, version }, claims }
}

/** Length and place of the data of a positive reply to read and read write. */
function dataOf(reply: Ams): { at: number; length: number } {
  const reader = new Reader(reply.bytes)
  reader.at = DATA + 4
  const length = reader.u32le()
  return { at: reader.at, length: Math.min(length, reader.left) }
}

function read({ request, reply, memory }: Asked): Told {
  if (!request) return { verb: 'read', object: '', items: [] }
  const place = placeOf(request)
  const object = objectOf(place, memory)
  const verb = serviceOf(place.port, place.group)?.read ?? 'read'
  const data = reply ? dataOf(reply) : null
  const items =
    data && data.length > 0
      ? [itemOf(place, 'read', 'reply', data.at, data.length, memory)]
      : [nameless(place, 'read', memory)]
  // What a handle stands for is known from earlier messages only.
  return {
    verb,
    object,
    items,
    detail: {},
    repeatable: place.group !== GROUP.byHandle && data !== null && data.length > 0,
  }
}

function write({ request, memory }: Asked): Told {
  if (!request) return { verb: 'write', object: '', items: [] }
  const place = placeOf(request)
  const at = DATA + 12
  const length = request.bytes.length - at
  const object = objectOf(place, memory)
  const verb = writeVerbOf(place)
  if (length <= 0 || verb === 'connect') return { verb, object, items: [], detail: {} }
  return { verb, object, items: [itemOf(place, 'write', 'request', at, length, memory)], detail: {} }
}

function state({ request, reply }: Asked): Told {
  const object = String(request?.targetPort ?? reply?.sourcePort ?? '')
  if (!reply || reply.bytes.length < DATA + 8) return { verb: 'read', object, items: [], detail: {} }
  const reader = new Reader(reply.bytes)
  reader.at = DATA + 4
  const mode = stateOf(reader.u16le())
  const claims: Claim[] = [{ about: 'server', attribute: 'mode', value: `port ${object} ${mode}`, confidence: 0.9 }]
  return { verb: 'read', object, items: [], detail: { state: mode, device: reader.u16le() }, claims, repeatable: true }
}

function control({ request }: Asked): Told {
  if (!request) return { verb: 'mode', object: '', items: [] }
  const reader = new Reader(request.bytes)
  reader.at = DATA
  const wanted = reader.u16le()
  return {
    verb: controlOf(wanted),
    object: String(request.targetPort),
    items: [],
    detail: { state: stateOf(wanted), device: reader.u16le() },
  }
}

function subscribe({ request, reply, memory }: Asked): Told {
  if (!request) return { verb: 'subscribe', object: '', items: [] }
  const place = placeOf(request)
  const object = objectOf(place, memory)
  const reader = new Reader(request.bytes)
  reader.at = DATA + 8
  const length = reader.u32le()
  const mode = reader.u32le()
  if (reply && reply.bytes.length >= DATA + 8) {
    const handle = new Reader(reply.bytes)
    handle.at = DATA + 4
    memory.notifications.set(String(handle.u32le()), object)
  }
  return { verb: 'subscribe', object, items: [], detail: { bytes: length, mode } }
}

function unsubscribe({ request, memory }: Asked): Told {
  if (!request) return { verb: 'subscribe', object: '', items: [] }
  const reader = new Reader(request.bytes)
  reader.at = DATA
  const handle = String(reader.u32le())
  return {
    verb: 'subscribe',
    object: memory.notifications.get(handle) ?? `notification ${handle}`,
    items: [],
    detail: {},
  }
}

const MOST_SAMPLES = 512

/** Stamps with a time and samples each; of a sample its handle, length and value. */
function notification({ request, reply, memory }: Asked): Told {
  const message = request ?? reply
  if (!message) return { verb: 'report', object: '', items: [] }
  const reader = new Reader(message.bytes)
  reader.at = DATA + 4
  const stamps = reader.u32le()
  const items: Item[] = []
  for (let stamp = 0; stamp < stamps && reader.left >= 12; stamp++) {
    reader.skip(8)
    const samples = reader.u32le()
    for (let i = 0; i < samples && reader.left >= 8 && items.length < MOST_SAMPLES; i++) {
      const handle = String(reader.u32le())
      const length = reader.u32le()
      const at = reader.at
      reader.skip(length)
      if (reader.short) break
      items.push(
        sample(
          memory.notifications.get(handle) ?? `notification ${handle}`,
          at,
          length,
          request ? 'request' : 'reply',
          memory,
        ),
      )
    }
  }
  const objects = new Set(items.map(({ object }) => object))
  return { verb: 'report', object: [...objects].slice(0, 3).join(', '), items, detail: { samples: items.length } }
}

function sample(object: string, at: number, length: number, side: 'request' | 'reply', memory: Memory): Item {
  return { object, access: 'read', ...typeOf(object, length, memory), in: side, at, native: { object } }
}

/** Services whose request carries a name: of a file, of a key. */
const NAMED: ReadonlySet<number> = new Set([100, 101, 102, 110, 120, 131, 132, 133, 200])

function readWrite(asked: Asked): Told {
  const { request, reply, memory } = asked
  if (!request) return { verb: 'read', object: '', items: [] }
  const place = placeOf(request)
  switch (place.group) {
    case GROUP.handle:
    case GROUP.symbolInfo:
    case GROUP.symbolInfoEx:
      return symbol(place, request, reply, memory)
    case GROUP.sumRead:
    case GROUP.sumWrite:
      return sum(place.group === GROUP.sumWrite, request, reply, memory)
    default: {
      const service = serviceOf(place.port, place.group)
      const written = NAMED.has(place.group) ? textIn(request, DATA + 16) : ''
      const object = service && written ? `${place.port}/${written}` : objectOf(place, memory)
      return {
        verb: service?.verb === 'configure' ? 'read' : (service?.verb ?? 'read'),
        object,
        items: [],
        detail: { group: groupOf(place.port, place.group) },
      }
    }
  }
}

/** A name is asked for its handle, or for where and what it is. */
function symbol({ port, group }: Place, request: Ams, reply: Ams | null, memory: Memory): Told {
  const name = textIn(request, DATA + 16)
  const object = `${port}/${name}`
  const data = reply ? dataOf(reply) : null
  if (data && reply) {
    const reader = new Reader(reply.bytes)
    reader.at = data.at
    if (group === GROUP.handle) memory.handles.set(`${port} ${reader.u32le()}`, name)
    // Length of the entry, group, offset, size, type.
    reader.at = data.at + 16
    const type = group === GROUP.handle ? undefined : typeOfSymbol(reader.u32le())
    if (type) memory.types.set(object, type)
  }
  return { verb: 'discover', object, items: [], detail: { asks: groupOf(port, group) } }
}

function sum(writes: boolean, request: Ams, reply: Ams | null, memory: Memory): Told {
  const base = reply ? dataOf(reply).at : 0
  const entries = sumEntries(request, base, writes)
  const items = entries.map(({ place, length, at }) =>
    writes || reply
      ? itemOf(place, writes ? 'write' : 'read', writes ? 'request' : 'reply', at, length, memory)
      : nameless(place, 'read', memory),
  )
  const names = items.map(({ object }) => object)
  const object = names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
  return { verb: writes ? 'write' : 'read', object, items, detail: { entries: entries.length } }
}
