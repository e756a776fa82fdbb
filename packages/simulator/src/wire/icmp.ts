import { text, viewOf } from './bytes.ts'
import { BODY_AT, folded, PROTOCOL, packetWithRoom, wordSum } from './ipv4.ts'
import type { Route } from './tcp.ts'

const PAYLOAD = text('abcdefghijklmnopqrstuvwabcdefghi')

/** RFC 792, echo or its reply. */
export function echoFrame(route: Route, kind: 'request' | 'reply', sequence: number): Uint8Array {
  const bodyLength = 8 + PAYLOAD.length
  const frame = packetWithRoom({ ...route, protocol: PROTOCOL.icmp, bodyLength })
  const view = viewOf(frame)
  view.setUint8(BODY_AT, kind === 'request' ? 8 : 0)
  view.setUint16(BODY_AT + 4, 1)
  view.setUint16(BODY_AT + 6, sequence)
  frame.set(PAYLOAD, BODY_AT + 8)
  view.setUint16(BODY_AT + 2, folded(wordSum(frame, BODY_AT, BODY_AT + bodyLength)))
  return frame
}
