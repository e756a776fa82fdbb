// The network layer of BACnet. ASHRAE 135-2020, clause 6.
import { hex } from '../../reader.ts'

/** A station on a BACnet network; an empty address is a broadcast. */
export type NetworkAddress = { readonly network: number; readonly address: string }

export type Npdu = {
  readonly expectingReply: boolean
  /** 0 normal, 1 urgent, 2 critical equipment, 3 life safety. */
  readonly priority: number
  readonly destination: NetworkAddress | null
  readonly source: NetworkAddress | null
  /** Type of a network layer message, -1 when an APDU follows. */
  readonly message: number
  /** Where the APDU, or the data of the network layer message, begins. */
  readonly dataAt: number
}

const VERSION = 1
const NETWORK_MESSAGE = 0x80
const RESERVED = 0x50
const DESTINATION = 0x20
const SOURCE = 0x08
const EXPECTING = 0x04
/** 6.2.2.2: types from here on belong to a vendor, whose number follows. */
const PROPRIETARY = 0x80

const messages: Readonly<Record<number, string>> = {
  0x00: 'who is router to network',
  0x01: 'I am router to network',
  0x02: 'I could be router to network',
  0x03: 'reject message to network',
  0x04: 'router busy to network',
  0x05: 'router available to network',
  0x06: 'initialize routing table',
  0x07: 'initialize routing table acknowledged',
  0x08: 'establish connection to network',
  0x09: 'disconnect connection to network',
  0x0a: 'challenge request',
  0x0b: 'security payload',
  0x0c: 'security response',
  0x0d: 'request key update',
  0x0e: 'update key set',
  0x0f: 'update distribution key',
  0x10: 'request master key',
  0x11: 'set master key',
  0x12: 'what is network number',
  0x13: 'network number is',
}

export const networkMessageName = (type: number): string =>
  messages[type] ?? (type >= PROPRIETARY ? 'proprietary network message' : 'unknown network message')

/** The header at `at`; null when these bytes are none. */
export function readNpdu(bytes: Uint8Array, at: number): Npdu | null {
  if (bytes.length < at + 2 || bytes[at] !== VERSION) return null
  const control = bytes[at + 1]!
  if ((control & RESERVED) !== 0) return null
  let next = at + 2
  let destination: NetworkAddress | null = null
  let source: NetworkAddress | null = null
  if ((control & DESTINATION) !== 0) {
    destination = addressAt(bytes, next)
    if (!destination) return null
    next += 3 + bytes[next + 2]!
  }
  if ((control & SOURCE) !== 0) {
    source = addressAt(bytes, next)
    if (!source) return null
    next += 3 + bytes[next + 2]!
  }
  // The hop count stands behind both addresses.
  if (destination) next++
  const message = (control & NETWORK_MESSAGE) !== 0 ? (bytes[next++] ?? -2) : -1
  if (message >= PROPRIETARY) next += 2
  if (message === -2 || next > bytes.length) return null
  const expectingReply = (control & EXPECTING) !== 0
  return { expectingReply, priority: control & 3, destination, source, message, dataAt: next }
}

/** Network number, length, address (6.2.2.3). */
function addressAt(bytes: Uint8Array, at: number): NetworkAddress | null {
  const length = bytes[at + 2]
  if (length === undefined || at + 3 + length > bytes.length) return null
  return { network: (bytes[at]! << 8) | bytes[at + 1]!, address: hex(bytes.subarray(at + 3, at + 3 + length)) }
}
