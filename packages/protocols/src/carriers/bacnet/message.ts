// A message of BACnet above its link: network layer, application layer, and what the service carries.
import type { FunctionRef, Side } from '@nautilus/model'
import type { Joined, Label, Oddity } from '../../dissector.ts'
import { type Apdu, readApdu } from './apdu.ts'
import { type Content, readContent } from './content.ts'
import { type Npdu, networkMessageName, readNpdu } from './npdu.ts'
import { confirmedService, unconfirmedService } from './services.ts'
import { failure, replies, requests } from './specs.ts'

export type Message = {
  readonly from: Side
  readonly npdu: Npdu
  /** Null of network layer messages. */
  readonly apdu: Apdu | null
  /** Null where the service has none, or while segments are missing. */
  readonly content: Content | null
  /** The data of the service in this message. */
  readonly data: Uint8Array
}

export type Read =
  | { readonly kind: 'message'; readonly message: Message; readonly oddities: Oddity[] }
  | { readonly kind: 'malformed'; readonly what: 'npdu' | 'apdu'; readonly at: number }

/** What the protocol above calls parameters that are cut, or nested wrongly. */
export type Codes = { readonly cut: string; readonly nesting: string }

/** Reads from the network layer on, to the end of the bytes. Offsets of values count in `bytes`. */
export function readMessage(bytes: Uint8Array, at: number, from: Side, codes: Codes): Read {
  const npdu = readNpdu(bytes, at)
  if (!npdu) return { kind: 'malformed', what: 'npdu', at }
  const { dataAt, message: network } = npdu
  const empty = bytes.subarray(0, 0)
  if (network >= 0) {
    return { kind: 'message', message: { from, npdu, apdu: null, content: null, data: empty }, oddities: [] }
  }
  const apdu = readApdu(bytes, dataAt)
  if (!apdu) return { kind: 'malformed', what: 'apdu', at: dataAt }
  const content = apdu.segmented ? null : contentOf(apdu, bytes, apdu.dataAt, bytes.length)
  const fault = content?.fault
  const oddities = fault ? [{ code: codes[fault], at: apdu.dataAt }] : []
  return { kind: 'message', message: { from, npdu, apdu, content, data: bytes.subarray(apdu.dataAt) }, oddities }
}

function contentOf({ type, service }: Apdu, bytes: Uint8Array, at: number, end: number): Content | null {
  const spec =
    type === 'error'
      ? failure
      : type === 'complex-ack'
        ? replies[service]
        : type === 'confirmed' || type === 'unconfirmed'
          ? requests[`${type}:${service}`]
          : undefined
  return spec ? readContent(bytes, at, end, spec) : null
}

/** The function by its service; null where the header names none. */
export function functionOf({ npdu, apdu }: Message): FunctionRef | null {
  if (!apdu)
    return { code: `network:${npdu.message.toString(16).padStart(2, '0')}`, name: networkMessageName(npdu.message) }
  if (apdu.service < 0) return null
  if (apdu.type === 'unconfirmed')
    return { code: `unconfirmed:${apdu.service}`, name: unconfirmedService(apdu.service).name }
  return { code: `confirmed:${apdu.service}`, name: confirmedService(apdu.service).name }
}

/** Who announces itself or reports is what others ask; who looks for devices, or sets something, asks (clauses 13 to 16). */
const senders: Readonly<Record<number, 'client' | 'server'>> = {
  ...{ 0: 'server', 1: 'server', 2: 'server', 3: 'server', 11: 'server' },
  ...{ 6: 'client', 7: 'client', 8: 'client', 9: 'client', 10: 'client' },
}

export function labelOf(message: Message): Label {
  const { apdu } = message
  const named = functionOf(message)
  const pair = apdu && apdu.invoke >= 0 ? apdu.invoke : -1
  if (!apdu || apdu.type === 'unconfirmed' || apdu.type === 'segment-ack') {
    const sender = apdu?.type === 'unconfirmed' ? senders[apdu.service] : undefined
    return sender
      ? { role: 'notice', pair, function: named, error: false, sender }
      : { role: 'notice', pair, function: named, error: false }
  }
  if (apdu.type === 'confirmed') return { role: 'request', pair, function: named, error: false }
  const error = apdu.type === 'error' || apdu.type === 'reject' || apdu.type === 'abort'
  return { role: 'reply', pair, function: named, error }
}

type Assembly = { readonly parts: Uint8Array[]; next: number; size: number }

const MAX_ASSEMBLIES = 8
/** Bytes of one message in segments; the specification's largest is 255 segments of 1476. */
const MAX_JOINED = 131_072

/** Joins segments (5.3); those of a message that lost one are given up. */
export class Segments {
  readonly #open = new Map<string, Assembly>()

  join(message: Message): Joined<Message> | null {
    const { apdu, from, data } = message
    if (!apdu?.segmented) return { message }
    const key = `${from} ${apdu.type} ${apdu.invoke}`
    const assembly = apdu.sequence === 0 ? this.#begin(key) : this.#open.get(key)
    if (!assembly || assembly.next !== apdu.sequence || assembly.size + data.length > MAX_JOINED) {
      // A segment sent again is passed over; the first one does not come twice unnoticed.
      if (assembly && assembly.next > apdu.sequence) return null
      this.#open.delete(key)
      return null
    }
    assembly.parts.push(data.slice())
    assembly.size += data.length
    assembly.next = (apdu.sequence + 1) & 255
    if (apdu.more) return null
    this.#open.delete(key)
    return this.#whole(message, apdu, assembly)
  }

  #begin(key: string): Assembly {
    const oldest = this.#open.keys().next().value
    if (this.#open.size >= MAX_ASSEMBLIES && oldest !== undefined) this.#open.delete(oldest)
    const made: Assembly = { parts: [], next: 0, size: 0 }
    this.#open.set(key, made)
    return made
  }

  #whole(message: Message, apdu: Apdu, { parts, size }: Assembly): Joined<Message> {
    const body = new Uint8Array(size)
    let at = 0
    for (const part of parts) {
      body.set(part, at)
      at += part.length
    }
    return { message: { ...message, content: contentOf(apdu, body, 0, size), data: body }, body }
  }
}
