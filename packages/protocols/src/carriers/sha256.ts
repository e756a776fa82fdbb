// SHA-256: FIPS 180-4, 6.2. For fingerprints that are defined with it; nothing here is a secret.
import { hex } from '../reader.ts'

const BLOCK = 64

/** The first 32 bits behind the point of the cube roots of the first 64 primes (4.2.2), or of square roots (5.3.3). */
function constants(count: number, root: (value: number) => number): Uint32Array {
  const found = new Uint32Array(count)
  let filled = 0
  for (let candidate = 2; filled < count; candidate++) {
    if (!isPrime(candidate)) continue
    const value = root(candidate)
    found[filled++] = Math.floor((value - Math.floor(value)) * 2 ** 32)
  }
  return found
}

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false
  return true
}

const K = constants(64, Math.cbrt)
const INITIAL = constants(8, Math.sqrt)

/** 5.1.1: a one, zeros, and the length in bits, to whole blocks. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array((Math.floor((bytes.length + 8) / BLOCK) + 1) * BLOCK)
  whole.set(bytes)
  whole[bytes.length] = 0x80
  const view = new DataView(whole.buffer)
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(whole.length - 4, bytes.length << 3)
  return whole
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

export function sha256(bytes: Uint8Array): Uint8Array {
  const whole = padded(bytes)
  const view = new DataView(whole.buffer)
  const state = Uint32Array.from(INITIAL)
  const schedule = new Uint32Array(64)
  for (let at = 0; at < whole.length; at += BLOCK) compress(state, schedule, view, at)
  const digest = new Uint8Array(32)
  const out = new DataView(digest.buffer)
  for (let i = 0; i < 8; i++) out.setUint32(4 * i, state[i]!)
  return digest
}

function compress(state: Uint32Array, w: Uint32Array, view: DataView, at: number): void {
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(at + 4 * t)
  for (let t = 16; t < 64; t++) {
    const [a, b] = [w[t - 15]!, w[t - 2]!]
    const low = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)
    const high = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10)
    w[t] = high + w[t - 7]! + low + w[t - 16]!
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  for (let t = 0; t < 64; t++) {
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  const worked = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = state[i]! + worked[i]!
}

const encoder = new TextEncoder()

export const sha256Text = (text: string): string => hex(sha256(encoder.encode(text)))
