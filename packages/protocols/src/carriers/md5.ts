// MD5: RFC 1321. For fingerprints that are defined with it; nothing here is a secret.
import { hex } from '../reader.ts'

const BLOCK = 64
/** RFC 1321, 3.4: turns of each round, four by four. */
const TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const SINES = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32))

export function md5(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array((Math.floor((bytes.length + 8) / BLOCK) + 1) * BLOCK)
  whole.set(bytes)
  whole[bytes.length] = 0x80
  const view = new DataView(whole.buffer)
  view.setUint32(whole.length - 8, bytes.length << 3, true)
  view.setUint32(whole.length - 4, Math.floor(bytes.length / 2 ** 29), true)
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let at = 0; at < whole.length; at += BLOCK) compress(state, view, at)
  const digest = new Uint8Array(16)
  const out = new DataView(digest.buffer)
  for (let i = 0; i < 4; i++) out.setUint32(4 * i, state[i]!, true)
  return digest
}

function compress(state: Uint32Array, view: DataView, at: number): void {
  let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!]
  for (let i = 0; i < 64; i++) {
    const round = i >> 4
    const mixed =
      round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d)
    const word = view.getUint32(at + 4 * wordOf(round, i), true)
    const sum = (a + mixed + SINES[i]! + word) | 0
    const by = TURNS[4 * round + (i & 3)]!
    a = d
    d = c
    c = b
    b = (b + ((sum << by) | (sum >>> (32 - by)))) | 0
  }
  state[0] = state[0]! + a
  state[1] = state[1]! + b
  state[2] = state[2]! + c
  state[3] = state[3]! + d
}

/** Which word of the block a step takes. */
function wordOf(round: number, i: number): number {
  if (round === 0) return i
  if (round === 1) return (5 * i + 1) & 15
  return round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15
}

const encoder = new TextEncoder()

export const md5Text = (text: string): string => hex(md5(encoder.encode(text)))
