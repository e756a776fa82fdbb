// MQTT: version 3.1.1 and 5.0 (OASIS), with Sparkplug B payloads (Eclipse Sparkplug 3.0).
import { defineDissector, type Label } from '../dissector.ts'
import { openSession } from './meaning.ts'
import { functionOf, TYPE } from './names.ts'
import { LONGEST, type Packet, parse } from './parse.ts'
import { recognize } from './recognize.ts'

/** Pairs without a packet identifier stay clear of those, which have 16 bits. */
const PAIR = { connect: 0x10000, ping: 0x20000, release: 0x30000 }

/** Replies count under the function that they answer. */
const asks: Readonly<Record<number, number>> = {
  [TYPE.connack]: TYPE.connect,
  [TYPE.puback]: TYPE.publish,
  [TYPE.pubrec]: TYPE.publish,
  [TYPE.pubcomp]: TYPE.pubrel,
  [TYPE.suback]: TYPE.subscribe,
  [TYPE.unsuback]: TYPE.unsubscribe,
  [TYPE.pong]: TYPE.ping,
}

function pairOf({ type, id }: Packet): number {
  if (type === TYPE.connect || type === TYPE.connack) return PAIR.connect
  if (type === TYPE.ping || type === TYPE.pong) return PAIR.ping
  return type === TYPE.pubrel || type === TYPE.pubcomp ? PAIR.release + id : id
}

/** Every filter is refused; in version 5 properties, mostly none, stand before the codes. */
function areRefusals(bytes: Uint8Array, payload: number): boolean {
  const start = bytes[payload] === 0 && payload + 1 < bytes.length ? payload + 1 : payload
  for (let at = start; at < bytes.length; at++) if (bytes[at]! < 0x80) return false
  return start < bytes.length
}

/** A code of refusal in the answer: of a connection, or a reason of version 5, or of each filter. */
function isError({ type, bytes, start, payload }: Packet): boolean {
  if (type === TYPE.connack) return (bytes[start + 1] ?? 0) !== 0
  if (type === TYPE.suback || type === TYPE.unsuback) return areRefusals(bytes, payload)
  return (bytes[payload] ?? 0) >= 0x80
}

function label(packet: Packet): Label {
  const { type, flags } = packet
  const asked = asks[type]
  if (asked !== undefined) {
    return { role: 'reply', pair: pairOf(packet), function: functionOf(asked), error: isError(packet) }
  }
  const isNotice = type === TYPE.disconnect || type === TYPE.auth || (type === TYPE.publish && (flags & 6) === 0)
  return { role: isNotice ? 'notice' : 'request', pair: pairOf(packet), function: functionOf(type), error: false }
}

export const mqtt = defineDissector<Packet>({
  name: 'mqtt',
  title: 'MQTT',
  carriers: { tcp: [1883] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: LONGEST,
})
