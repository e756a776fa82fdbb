// ROC Plus over TCP: Emerson, ROC Plus Protocol Specifications Manual A6127. Flow computers of oil and gas.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label } from '../dissector.ts'
import { type Frame, HEADER, holds, LONGEST, parse, sizeOf } from './frame.ts'
import { ERROR, interpret } from './meaning.ts'
import { opcodeOf } from './opcodes.ts'

const never = -1
const crcBits = 16
/** The frame ends with the payload, and one of 28 opcodes of 256. */
const boundaryBits = 8
const opcodeBits = 3
const wrongWay = 12

/** Requests without data, and replies without: 0 where the other side must have some. */
const bareRequests: ReadonlySet<number> = new Set([6, 7])
const bareReplies: ReadonlySet<number> = new Set([8, 11, 166, 181])

function recognize(bytes: Uint8Array, from: Side): number {
  if (bytes.length > 4 && !opcodeOf(bytes[4]!).known) return never
  if (bytes.length < HEADER) return 0
  const size = sizeOf(bytes)
  if (bytes.length < size) return 0
  if (!holds(bytes, size)) return never
  const [opcode, empty] = [bytes[4]!, bytes[5] === 0]
  const asks = bareRequests.has(opcode) ? empty : bareReplies.has(opcode) ? !empty : null
  const odd = asks !== null && asks !== (from === 'client')
  const bits = crcBits + opcodeBits + (bytes.length === size ? boundaryBits : 0)
  return (opcode === ERROR || opcode === 224) && from === 'client' ? bits - wrongWay : bits - (odd ? wrongWay : 0)
}

// Frames have no numbers: the oldest request with this opcode is answered first.
function label({ ends, opcode, data, from, sound }: Frame, _from: Side): Label {
  const { function: ref } = opcodeOf(opcode)
  const device = ends * 256
  if (!sound || opcode === 224 || opcode === 225) return { role: 'notice', pair: 0, function: ref, error: false }
  if (from === 'client') return { role: 'request', pair: device + opcode, function: ref, error: false }
  if (opcode !== ERROR) return { role: 'reply', pair: device + opcode, function: ref, error: false }
  // An error names the opcode that it is about, and counts as its reply.
  return { role: 'reply', pair: device + (data[1] ?? 0), function: null, error: true, inner: [{ ...ref, error: true }] }
}

export const rocPlus = defineDissector<Frame>({
  name: 'roc-plus',
  title: 'ROC Plus',
  carriers: { tcp: [4000] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: LONGEST,
})
