// What a frame does to the stations on its way. IEC 61158-4-12; ETG.1000.4. A frame passes every wire twice: going out, its
// working counters are 0; coming back, they say how many stations took part. What came back is told.
import type { Claim, Item, Operation, ValueType, Verb } from '@nautilus/model'
import { type Meaning, type Session, type Stretch, silent } from '../dissector.ts'
import { hexNumber } from '../reader.ts'
import { identityClaims, mailboxMeaning, type Told } from './mailbox-meaning.ts'
import { type Memory, openMemory } from './memory.ts'
import { commandOf, READS, registerOf, stateOf, TYPES, WRITES } from './names.ts'
import { type Datagram, type Frame, isLogical, MEMORY } from './parse.ts'

const REGISTER = { address: 0x10, reset: 0x40, control: 0x120, status: 0x130, sii: 0x502, siiData: 0x508, time: 0x910 }
const SII = { read: 0x100, write: 0x200, reload: 0x400 }
type Detail = Record<string, string | number>

export function openSession(): Session<Frame> {
  const memory = openMemory()
  return {
    interpret(request: Frame | null, reply: Frame | null): Meaning {
      const frame = reply ?? request
      if (!frame) return silent
      if (frame.type === 4) return variablesMeaning(frame)
      if (frame.type === 5)
        return frame.gateway ? single(mailboxMeaning(frame.gateway, 'gateway', frame.bytes, memory)) : silent
      return frameMeaning(frame, memory)
    },
  }
}

const single = ({ operation, claims }: Told): Meaning => ({ operation, claims, repeatable: false })

function frameMeaning(frame: Frame, memory: Memory): Meaning {
  const { datagrams, bytes } = frame
  const back = datagrams.some(({ counter }) => counter > 0)
  if (back) memory.returned = true
  else if (memory.returned) return silent
  const operations: Operation[] = []
  const claims: Claim[] = []
  let cyclic = back
  for (const datagram of datagrams) {
    if (datagram.command === 0) continue
    // Going out, reads have nothing to tell yet.
    if (!back && !WRITES.has(datagram.command)) continue
    if (!isCyclic(datagram)) cyclic = false
    const told = datagramMeaning(datagram, bytes, memory)
    operations.push(back ? told.operation : { ...told.operation, outcome: 'unseen' })
    claims.push(...told.claims)
  }
  const [operation, ...more] = operations
  if (!operation) return silent
  return {
    operation,
    claims,
    repeatable: cyclic,
    ...(more.length > 0 ? { more } : {}),
    ...(cyclic ? { varies: variesOf(datagrams) } : {}),
  }
}

/** Process data, and reads of registers of known stations. What lies beyond the registers can be a mailbox the next time. */
const isCyclic = ({ command, offset, mailbox }: Datagram): boolean =>
  isLogical(command) ||
  command === 14 ||
  ((command === 4 || command === 7) && mailbox === null && offset < MEMORY && offset !== REGISTER.siiData)

/** Index of each datagram, and the events that stations or into its head; the data are items. */
const variesOf = (datagrams: readonly Datagram[]): Stretch[] =>
  datagrams.flatMap(({ at }) => [
    { at: at + 1, length: 1 },
    { at: at + 8, length: 2 },
  ])

/** `1001`, `position 2`, `all`, `logical 0x00010000`. */
function stationOf({ command, station, offset, counter }: Datagram, memory: Memory): string {
  if (isLogical(command)) return `logical ${hexNumber(offset * 0x10000 + station, 8)}`
  if (command >= 7 && command <= 9) {
    if (counter > 0) memory.stations = station
    return 'all'
  }
  if (command >= 4 && command !== 13) return station.toString(16).padStart(4, '0')
  // Every station adds one to the position on the way: going out it is negative, coming back as many less as there are.
  const passed = counter > 0 ? memory.stations : 0
  const position = (passed - station) & 0xffff
  return position < 0x8000 ? `position ${position}` : `position ${hexNumber(station, 4)}`
}

const NUMBERS: Readonly<Record<number, ValueType>> = { 1: 'u8', 2: 'u16le', 4: 'u32le', 8: 'u64le' }

/** Several registers at once are another object than the first of them. */
const spanText = (length: number): string => (NUMBERS[length] ? '' : ` and on, ${length} bytes`)

function datagramMeaning(datagram: Datagram, bytes: Uint8Array, memory: Memory): Told {
  const { command, offset, mailbox } = datagram
  const station = stationOf(datagram, memory)
  if (mailbox) return mailboxMeaning(mailbox, station, bytes, memory)
  if (isLogical(command) || offset >= MEMORY) return processData(datagram, station)
  const reads = READS.has(command)
  const object = `${station}/${registerOf(offset)}${spanText(datagram.length)}`
  const items = [itemOf(object, datagram, reads ? 'read' : 'write')]
  const common = { function: commandOf(command), object, items, outcome: 'ok' } as const
  if (reads) {
    const claims = offset === REGISTER.siiData ? siiClaims(datagram, station, bytes, memory) : []
    return { operation: { ...common, verb: 'read', detail: readDetail(datagram, bytes) }, claims }
  }
  return { operation: { ...common, ...written(datagram, station, bytes, memory) }, claims: [] }
}

function itemOf(object: string, { data, length, station, offset, command }: Datagram, access: Item['access']): Item {
  const type = offset === REGISTER.siiData ? undefined : NUMBERS[length]
  return {
    object,
    access,
    type: type ?? 'raw',
    count: type ? 1 : length,
    in: 'reply',
    at: data,
    native: isLogical(command) ? { address: offset * 0x10000 + station } : { station, register: offset },
  }
}

/** Process data change all the time, in both directions: they are reported, whoever writes them. */
function processData(datagram: Datagram, station: string): Told {
  const { command, offset, counter, data, length, station: low } = datagram
  const object = isLogical(command) ? station : `${station}/${hexNumber(offset, 4)}`
  const item: Item = {
    object,
    access: READS.has(command) ? 'read' : 'write',
    type: 'raw',
    count: length,
    in: 'reply',
    at: data,
    native: isLogical(command) ? { address: offset * 0x10000 + low } : { station: low, offset },
  }
  const operation: Operation = {
    verb: 'report',
    function: commandOf(command),
    object,
    items: length > 0 ? [item] : [],
    outcome: 'ok',
    detail: { stations: counter },
  }
  return { operation, claims: [] }
}

const low16 = (bytes: Uint8Array, { data, length }: Datagram): number =>
  length >= 2 ? bytes[data]! | (bytes[data + 1]! << 8) : length === 1 ? bytes[data]! : 0

function readDetail(datagram: Datagram, bytes: Uint8Array): Detail {
  if (datagram.offset !== REGISTER.status || datagram.command === 7) return {}
  const value = low16(bytes, datagram)
  return { state: stateOf(value), ...((value & 0x10) !== 0 ? { error: 'yes' } : {}) }
}

type Written = { readonly verb: Verb; readonly detail: Detail }

function written(datagram: Datagram, station: string, bytes: Uint8Array, memory: Memory): Written {
  const { offset, command, data, length } = datagram
  const value = low16(bytes, datagram)
  // Reading one station's time and giving it to all others keeps their clocks together.
  if (command >= 13) return { verb: 'report', detail: {} }
  if (offset === REGISTER.control) {
    return {
      verb: 'mode',
      detail: { state: stateOf(value), ...((value & 0x10) !== 0 ? { acknowledges: 'error' } : {}) },
    }
  }
  if (offset === REGISTER.reset) return { verb: 'reset', detail: {} }
  if (offset === REGISTER.time) return { verb: 'clock', detail: {} }
  if (offset === REGISTER.siiData) return { verb: 'configure', detail: {} }
  if (offset !== REGISTER.sii) return { verb: 'configure', detail: {} }
  const address = length >= 6 ? bytes[data + 2]! | (bytes[data + 3]! << 8) : 0
  if (length >= 6) memory.select(station, address)
  // Asking for words of the identity memory changes nothing.
  const verb: Verb = (value & SII.write) !== 0 ? 'configure' : (value & SII.reload) !== 0 ? 'reset' : 'read'
  return { verb, detail: verb === 'read' ? {} : { word: hexNumber(address, 4) } }
}

/** Two or four words of the identity memory, from the address that was asked for: ETG.1000.6, table 16. */
function siiClaims({ data, length }: Datagram, station: string, bytes: Uint8Array, memory: Memory): Claim[] {
  const part = memory.selected(station)
  if (part < 0) return []
  let known: readonly number[] | null = null
  for (let i = 0; i < 2 && 4 * i + 4 <= length && part + i < 4; i++) {
    const at = data + 4 * i
    const value = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
    known = memory.identity(station, part + i, value)
  }
  return identityClaims(station, known)
}

function variablesMeaning({ variables, publisher }: Frame): Meaning {
  const items = variables.map(
    ({ id, at, length }): Item => ({
      object: `${publisher}/${id}`,
      access: 'read',
      type: NUMBERS[length] ?? 'raw',
      count: NUMBERS[length] ? 1 : length,
      in: 'reply',
      at,
      native: { publisher, variable: id },
    }),
  )
  return {
    operation: { verb: 'report', function: TYPES[4]!, object: publisher, items, outcome: 'ok', detail: {} },
    claims: [],
    repeatable: false,
  }
}
