import { viewOf } from './bytes.ts'
import { BODY_AT, folded, PROTOCOL, packetWithRoom, pseudoHeaderSum, wordSum } from './ipv4.ts'
import type { Route } from './tcp.ts'

/** RFC 768: the datagram in its packet in its frame, checksums right. */
export function udpFrame(route: Route, ports: readonly [number, number], body: Uint8Array): Uint8Array {
  const bodyLength = 8 + body.length
  const frame = packetWithRoom({ ...route, protocol: PROTOCOL.udp, bodyLength })
  const view = viewOf(frame)
  view.setUint16(BODY_AT, ports[0])
  view.setUint16(BODY_AT + 2, ports[1])
  view.setUint16(BODY_AT + 4, bodyLength)
  frame.set(body, BODY_AT + 8)
  const sum = folded(wordSum(frame, BODY_AT, BODY_AT + bodyLength, pseudoHeaderSum(frame, PROTOCOL.udp, bodyLength)))
  view.setUint16(BODY_AT + 6, sum || 0xffff)
  return frame
}
