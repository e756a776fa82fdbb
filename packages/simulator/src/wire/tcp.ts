import { viewOf } from './bytes.ts'
import { BODY_AT, folded, type Packet, PROTOCOL, packetWithRoom, pseudoHeaderSum, wordSum } from './ipv4.ts'

export const FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const

export type Segment = {
  fromPort: number
  toPort: number
  sequence: number
  acknowledged: number
  flags: number
  window: number
  options: Uint8Array
  payload: Uint8Array
}

export type Route = Pick<Packet, 'from' | 'to' | 'ttl' | 'id'>

/** RFC 9293: the segment in its packet in its frame, checksums right. */
export function tcpFrame(route: Route, segment: Segment): Uint8Array {
  const headerLength = 20 + segment.options.length
  const bodyLength = headerLength + segment.payload.length
  const frame = packetWithRoom({ ...route, protocol: PROTOCOL.tcp, bodyLength })
  const view = viewOf(frame)
  view.setUint16(BODY_AT, segment.fromPort)
  view.setUint16(BODY_AT + 2, segment.toPort)
  view.setUint32(BODY_AT + 4, segment.sequence)
  view.setUint32(BODY_AT + 8, segment.acknowledged)
  view.setUint8(BODY_AT + 12, (headerLength / 4) << 4)
  view.setUint8(BODY_AT + 13, segment.flags)
  view.setUint16(BODY_AT + 14, segment.window)
  frame.set(segment.options, BODY_AT + 20)
  frame.set(segment.payload, BODY_AT + headerLength)
  const sum = pseudoHeaderSum(frame, PROTOCOL.tcp, bodyLength)
  view.setUint16(BODY_AT + 16, folded(wordSum(frame, BODY_AT, BODY_AT + bodyLength, sum)))
  return frame
}
