// Fragments of a call, DCE 1.1 RPC (C706), 9.5.5: each has the whole head; the stubs follow each other.
import type { Side } from '@nautilus/model'
import { DATAGRAM_HEAD } from '../carriers/dcerpc/connectionless.ts'
import type { Joined } from '../dissector.ts'
import type { Cm } from './message.ts'
import { readCm } from './parse.ts'

const MAX_CALLS = 8
const MAX_PARTS = 64
const MAX_BYTES = 65_536

type Call = { readonly parts: (Uint8Array | undefined)[]; count: number; bytes: number; last: number; first: Cm | null }

/** Holds what came of each call until all of it is there. The oldest call gives way to new ones. */
export function joiner(): (message: Cm, from: Side) => Joined<Cm> | null {
  const calls = new Map<string, Call>()
  return (message, from) => {
    const { head, part } = message
    if (!part) return { message }
    const key = `${from} ${head.activity} ${head.sequence} ${head.type}`
    const call = calls.get(key) ?? { parts: [], count: 0, bytes: 0, last: -1, first: null }
    calls.delete(key)
    if (!take(call, message, part)) return null
    if (call.first && call.count === call.last + 1) return whole(call, call.first)
    calls.set(key, call)
    if (calls.size > MAX_CALLS) dropOldest(calls)
    return null
  }
}

/** False when the call is longer than what is held. */
function take(call: Call, message: Cm, part: Uint8Array): boolean {
  const { head, bytes } = message
  if (head.fragment >= MAX_PARTS || call.bytes + part.length > MAX_BYTES) return false
  if (!call.parts[head.fragment]) {
    call.parts[head.fragment] = part
    call.count++
    call.bytes += part.length
  }
  if (head.fragment === 0) call.first = { ...message, bytes: bytes.slice(0, DATAGRAM_HEAD) }
  if (head.last) call.last = head.fragment
  return true
}

function whole({ parts, bytes }: Call, { head, from, bytes: front }: Cm): Joined<Cm> {
  const body = new Uint8Array(DATAGRAM_HEAD + bytes)
  body.set(front)
  let at = DATAGRAM_HEAD
  for (const part of parts) {
    if (!part) continue
    body.set(part, at)
    at += part.length
  }
  return { message: readCm(body, { ...head, fragmented: false, length: bytes }, from), body }
}

function dropOldest(calls: Map<string, Call>): void {
  const [oldest] = calls.keys()
  if (oldest !== undefined) calls.delete(oldest)
}
