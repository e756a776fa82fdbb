// Packets, reasons and properties of MQTT. MQTT 3.1.1 (OASIS), 2.2.1 and 3.2.2.3; MQTT 5.0 (OASIS), 2.1.2, 2.2.2 and 2.4.
import type { FunctionRef } from '@nautilus/model'

const PACKETS = [
  'reserved',
  'connect',
  'connect acknowledgement',
  'publish',
  'publish acknowledgement',
  'publish received',
  'publish release',
  'publish complete',
  'subscribe',
  'subscribe acknowledgement',
  'unsubscribe',
  'unsubscribe acknowledgement',
  'ping',
  'ping response',
  'disconnect',
  'authenticate',
] as const

export const TYPE = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  ping: 12,
  pong: 13,
  disconnect: 14,
  auth: 15,
} as const

const refs: readonly FunctionRef[] = PACKETS.map((name, code) => ({ code: String(code), name }))
export const functionOf = (type: number): FunctionRef => refs[type]!

/** Return codes of CONNACK in version 3. */
const REFUSALS = [
  'accepted',
  'unacceptable protocol version',
  'identifier rejected',
  'server unavailable',
  'bad user name or password',
  'not authorized',
] as const

/** Reason codes of version 5 that refuse. */
const REASONS: Readonly<Record<number, string>> = {
  0x80: 'unspecified error',
  0x81: 'malformed packet',
  0x82: 'protocol error',
  0x83: 'implementation specific error',
  0x84: 'unsupported protocol version',
  0x85: 'client identifier not valid',
  0x86: 'bad user name or password',
  0x87: 'not authorized',
  0x88: 'server unavailable',
  0x89: 'server busy',
  0x8a: 'banned',
  0x8b: 'server shutting down',
  0x8c: 'bad authentication method',
  0x8d: 'keep alive timeout',
  0x8e: 'session taken over',
  0x8f: 'topic filter invalid',
  0x90: 'topic name invalid',
  0x91: 'packet identifier in use',
  0x92: 'packet identifier not found',
  0x93: 'receive maximum exceeded',
  0x94: 'topic alias invalid',
  0x95: 'packet too large',
  0x96: 'message rate too high',
  0x97: 'quota exceeded',
  0x98: 'administrative action',
  0x99: 'payload format invalid',
  0x9a: 'retain not supported',
  0x9b: 'QoS not supported',
  0x9c: 'use another server',
  0x9d: 'server moved',
  0x9e: 'shared subscriptions not supported',
  0x9f: 'connection rate exceeded',
  0xa0: 'maximum connect time',
  0xa1: 'subscription identifiers not supported',
  0xa2: 'wildcard subscriptions not supported',
}

export function reasonOf(code: number, connecting: boolean): FunctionRef {
  const name = connecting && code < 0x80 ? REFUSALS[code] : REASONS[code]
  return { code: String(code), name: name ?? 'unknown reason' }
}
