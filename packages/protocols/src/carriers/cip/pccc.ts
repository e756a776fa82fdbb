// PCCC inside CIP: messages of PLC-5, SLC 500 and MicroLogix controllers. Rockwell Automation publication 1770-6.5.16,
// DF1 Protocol and Command Set, chapter 7; the wrapping: CIP specification, Volume 7, 3-3 (PCCC object).
import type { Claim, FunctionRef, Item, ValueType } from '@nautilus/model'
import { hexNumber, printable } from '../../reader.ts'
import { widths } from '../../values.ts'
import { type Asked, type Found, nothing } from './found.ts'
import { type Cip, wordAt } from './message.ts'
import { commands, cpuModes, extendedStatuses, files, modes, parts, statuses, written } from './pccc-names.ts'

/** Command, status, transaction, and what follows behind `at`. */
type Pccc = { readonly carrier: Cip; readonly command: number; readonly status: number; readonly at: number }

const REPLY = 0x40
const EXTENDED = 0xf0
const LADDER = 0x22
/** Commands that have functions. */
const withFunctions: ReadonlySet<number> = new Set([0x06, 0x07, 0x0f])

/** Behind the requestor's id, which tells its own length. */
function pcccIn(carrier: Cip | null): Pccc | null {
  if (!carrier) return null
  const { bytes, data, end } = carrier
  const at = data < end ? data + bytes[data]! : end
  if (at + 4 > end || at === data) return null
  return { carrier, command: bytes[at]! & ~REPLY, status: bytes[at + 1]!, at: at + 4 }
}

const refs = new Map<number, FunctionRef>()

function functionOf(command: number, code: number): FunctionRef {
  const key = command * 256 + Math.max(code, 0)
  const known = refs.get(key)
  if (known) return known
  const name = commands[key]?.[0] ?? 'unknown'
  const sub = code < 0 ? hexNumber(command) : `${hexNumber(command)}:${hexNumber(code)}`
  const made = { code: `0x4b:${sub}`, name: `PCCC ${name}` }
  if (refs.size < 4096) refs.set(key, made)
  return made
}

export function pcccFound({ request, done, object }: Asked): Found | null {
  const asked = pcccIn(request)
  if (!asked) return null
  const has = withFunctions.has(asked.command)
  if (has && asked.at >= request.end) return null
  const code = has ? request.bytes[asked.at]! : -1
  const found = nothing(object)
  const key = asked.command * 256 + Math.max(code, 0)
  found.function = functionOf(asked.command, code)
  found.verb = commands[key]?.[1] ?? 'other'
  const answer = pcccIn(done)
  if (answer && answer.status !== 0) found.refusal = refusalOf(answer)
  fill(found, key, { ...asked, at: asked.at + (has ? 1 : 0) }, answer && answer.status === 0 ? answer : null)
  return found
}

function refusalOf({ carrier, status, at }: Pccc): FunctionRef {
  if (status !== EXTENDED || at >= carrier.end) {
    return { code: hexNumber(status), name: statuses[status] ?? 'unknown status' }
  }
  const extended = carrier.bytes[at]!
  return { code: `0xf0:${hexNumber(extended)}`, name: extendedStatuses[extended] ?? 'unknown status' }
}

function fill(found: Found, key: number, asked: Pccc, answer: Pccc | null): void {
  const { carrier, at } = asked
  switch (key) {
    case 0x0603:
      return statusFound(found, answer)
    case 0x0f80:
    case 0x0f3a: {
      const value = at < carrier.end ? carrier.bytes[at]! : -1
      found.detail.mode = (key === 0x0f80 ? modes : cpuModes)[value] ?? value
      return
    }
    case 0x0fa1:
    case 0x0fa2:
      return logicalFound(found, key === 0x0fa2, 'read', asked, answer)
    case 0x0fa9:
    case 0x0faa:
    case 0x0fab:
      return logicalFound(found, key !== 0x0fa9, 'write', asked, null, key === 0x0fab ? 2 : 0)
    case 0x0f00:
    case 0x0f01:
    case 0x0f67:
    case 0x0f68:
      return rangeFound(found, key, asked, answer)
    default:
      return basicFound(found, key, asked, answer)
  }
}

/** A number of one byte, or of two behind 0xff. */
function numberAt(bytes: Uint8Array, at: number, end: number): { value: number; next: number } {
  if (at >= end) return { value: 0, next: end + 1 }
  if (bytes[at] !== 0xff) return { value: bytes[at]!, next: at + 1 }
  return at + 3 > end ? { value: 0, next: end + 1 } : { value: wordAt(bytes, at + 1), next: at + 3 }
}

/** `N7:0`, `T4:2.ACC`. */
function addressOf(letter: string, file: number, element: number, sub: number, three: boolean): string {
  const plain = `${letter}${file}:${element}`
  if (!three || sub === 0) return plain
  const part = letter === 'T' || letter === 'C' || letter === 'R' ? parts[sub] : undefined
  return `${plain}.${part ?? sub}`
}

type Element = { code: number; object: string; type: ValueType; size: number; next: number; native: Item['native'] }

/** Byte size, file number, file type, element, and sub-element where there are three; null where they are cut. */
function elementAt(bytes: Uint8Array, at: number, end: number, three: boolean): Element | null {
  if (at + 2 > end) return null
  const size = bytes[at]!
  const file = numberAt(bytes, at + 1, end)
  const code = bytes[file.next] ?? 0
  const element = numberAt(bytes, file.next + 1, end)
  const sub = three ? numberAt(bytes, element.next, end) : { value: 0, next: element.next }
  if (sub.next > end) return null
  const [letter, type] = files[code] ?? [`${hexNumber(code)}/`, 'raw']
  const object = addressOf(letter, file.value, element.value, sub.value, three)
  const native = { file: file.value, type: letter, element: element.value, sub: sub.value }
  return { code, object, type, size, next: sub.next, native }
}

/** An element, then the mask and the data of a write. */
function logicalFound(
  found: Found,
  three: boolean,
  access: Item['access'],
  { carrier, at }: Pccc,
  answer: Pccc | null,
  mask = 0,
): void {
  const element = elementAt(carrier.bytes, at, carrier.end, three)
  if (!element) return
  const { code, type, size, next, native } = element
  const width = widths[type]
  const count = Math.floor(size / width)
  const object = count > 1 && type !== 'raw' ? `${element.object}{${count}}` : element.object
  const writes = access === 'write'
  const holder = writes ? carrier : (answer?.carrier ?? null)
  const place = writes ? next + mask : (answer?.at ?? 0)
  found.object = object
  if (writes) found.verb = written[code] ?? found.verb ?? 'write'
  else if (code === LADDER) found.verb = 'upload'
  found.items.push(placed({ object, access, type, native }, holder, place, count))
}

type Unplaced = Pick<Item, 'object' | 'access' | 'type' | 'native'>

/** An item whose values are in the message that holds them, if they all are. */
function placed(item: Unplaced, holder: Cip | null, at: number, count: number): Item {
  const held = holder !== null && count > 0 && at + count * widths[item.type] <= holder.end
  return held
    ? { ...item, count, in: holder.reply ? 'reply' : 'request', at }
    : { ...item, count: 0, in: 'nowhere', at: 0 }
}

/** Packet offset, total count, a PLC-5 address in the system's own form; what it holds has no type here. */
function rangeFound(found: Found, key: number, { carrier, at }: Pccc, answer: Pccc | null): void {
  const { bytes, end } = carrier
  if (at + 5 > end) return
  const address = systemAddress(bytes, at + 4, end)
  found.object = address.text
  const writes = key === 0x0f00 || key === 0x0f67
  const holder = writes ? carrier : (answer?.carrier ?? null)
  const place = writes ? address.next : (answer?.at ?? 0)
  const item: Unplaced = {
    object: address.text,
    access: writes ? 'write' : 'read',
    type: 'raw',
    native: { address: address.text },
  }
  found.items.push(placed(item, holder, place, holder ? holder.end - place : 0))
}

/** Logical ASCII (`$N7:0`), or logical binary: a flag byte says which of the levels follow. */
function systemAddress(bytes: Uint8Array, at: number, end: number): { text: string; next: number } {
  if (bytes[at] === 0 && at + 1 < end && bytes[at + 1] === 0x24) {
    let stop = at + 2
    while (stop < end && bytes[stop] !== 0) stop++
    return { text: printable(bytes.subarray(at + 2, stop)), next: Math.min(stop + 1, end) }
  }
  const levels: number[] = []
  let next = at + 1
  for (let flag = bytes[at]!; flag > 0; flag >>= 1) {
    if ((flag & 1) === 0) continue
    const level = numberAt(bytes, next, end)
    if (level.next > end) break
    levels.push(level.value)
    next = level.next
  }
  return { text: `level ${levels.join('/')}`, next }
}

/** Commands of the PLC-2: an address of two bytes, then a size or the data. */
function basicFound(found: Found, key: number, { carrier, at }: Pccc, answer: Pccc | null): void {
  const reads = key === 0x0100
  const writes = key === 0x0000 || key === 0x0800
  if (!(reads || writes) || at + 2 > carrier.end) return
  const address = wordAt(carrier.bytes, at)
  const holder = writes ? carrier : (answer?.carrier ?? null)
  const place = writes ? at + 2 : (answer?.at ?? 0)
  const object = `word ${address / 2}`
  const item: Unplaced = { object, access: writes ? 'write' : 'read', type: 'u16le', native: { address } }
  found.object = object
  found.items.push(placed(item, holder, place, holder ? Math.floor((holder.end - place) / 2) : 0))
}

const NAME = 5
const NAME_SIZE = 11
const MODE = 18
const SLC = 0xee // says that the layout is that of SLC 500 and MicroLogix

const letterOf = (value: number): string => String.fromCharCode(65 + value)

/** Mode, type, series and revision, name of the processor. */
function statusFound(found: Found, answer: Pccc | null): void {
  if (!answer) return
  const { carrier, at } = answer
  const { bytes, end } = carrier
  if (end - at <= NAME + NAME_SIZE || bytes[at + 1] !== SLC) return
  const name = printable(bytes.subarray(at + NAME, at + NAME + NAME_SIZE))
  const version = bytes[at + 4]!
  const hardware = `series ${letterOf(version >> 5)} revision ${letterOf(version & 0x1f)}`
  const mode = end - at > MODE ? modes[bytes[at + MODE]! & 0x1f] : undefined
  found.detail = { name, hardware, ...(mode ? { mode } : {}) }
  const told: [Claim['attribute'], string][] = [
    ['model', name],
    ['hardware', hardware],
    ['mode', mode ?? ''],
  ]
  for (const [attribute, value] of told) {
    if (value !== '') found.claims.push({ about: 'server', attribute, value, confidence: 0.9 })
  }
}
