// The repeat path: read and write jobs and their acknowledgements in one DT with EOT, so that S7 starts at byte 7.
import type { Side } from '@nautilus/model'
import { plainDataSize } from '../carriers/cotp.ts'
import type { Repeat } from '../dissector.ts'
import { functions } from './names.ts'
import { PROTOCOL_ID, ROSCTR } from './parse.ts'

const S7 = 7
const REFERENCE = S7 + 4
const JOB_HEADER = 10
const ACK_HEADER = 12

/** The function byte of a message whose lengths add up; -1 when they do not, or when it has no parameter. */
function functionOf(bytes: Uint8Array, start: number, size: number): number {
  const at = start + S7
  const header = bytes[at + 1] === ROSCTR.job ? JOB_HEADER : bytes[at + 1] === ROSCTR.ackData ? ACK_HEADER : 0
  if (header === 0 || size < S7 + header + 1 || bytes[at] !== PROTOCOL_ID) return -1
  const parameter = (bytes[at + 6]! << 8) | bytes[at + 7]!
  const data = (bytes[at + 8]! << 8) | bytes[at + 9]!
  return parameter > 0 && S7 + header + parameter + data === size ? bytes[at + header]! : -1
}

function size(bytes: Uint8Array, start: number, end: number): number {
  const whole = plainDataSize(bytes, start, end)
  if (whole === 0) return 0
  const code = functionOf(bytes, start, whole)
  return code === functions.read || code === functions.write ? whole : 0
}

export const repeat: Repeat = {
  volatile: { at: REFERENCE, length: 2 },
  size,
  role: (bytes: Uint8Array, start: number, _from: Side) => (bytes[start + S7 + 1] === ROSCTR.job ? 1 : 2),
  pair: (bytes, start) => (bytes[start + REFERENCE]! << 8) | bytes[start + REFERENCE + 1]!,
}
