// A connection of DCE/RPC: the interfaces behind presentation contexts, calls that came in fragments (C706, 12.6.2.2), and
// what handles stand for.
import type { Side } from '@nautilus/model'
import type { Joined, Meaning, Session } from '../dissector.ts'
import { interfaceOf } from './interfaces.ts'
import { interpret } from './meaning.ts'
import { type Context, FIRST, LAST, PDU, type Pdu } from './message.ts'

const MAX_CONTEXTS = 256
const MAX_HANDLES = 512
const MAX_CALLS = 8
/** What is kept of the stub of a call in fragments. */
const MAX_STUB = 0x8000

/** A map that forgets what it learned first. */
class Memory<K, V> {
  readonly #map = new Map<K, V>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: K): V | undefined {
    return this.#map.get(key)
  }

  set(key: K, value: V): void {
    this.#map.delete(key)
    this.#map.set(key, value)
    if (this.#map.size > this.#limit) this.#map.delete(this.#map.keys().next().value as K)
  }

  delete(key: K): void {
    this.#map.delete(key)
  }
}

type Parts = { readonly first: Pdu; readonly parts: Uint8Array[]; size: number }

export type State = {
  readonly contexts: Memory<number, Pick<Context, 'uuid'>>
  /** Context handles and server handles, by their text. */
  readonly handles: Memory<string, string>
  readonly parts: Readonly<Record<Side, Memory<number, Parts>>>
  /** Context and number of a call, for an answer that names neither. */
  readonly calls: Memory<number, Pdu>
}

export function openSession(): Session<Pdu> {
  const state: State = {
    contexts: new Memory(MAX_CONTEXTS),
    handles: new Memory(MAX_HANDLES),
    parts: { client: new Memory(MAX_CALLS), server: new Memory(MAX_CALLS) },
    calls: new Memory(MAX_CONTEXTS),
  }
  return {
    join: (message, from) => join(message, from, state),
    interpret: (request, reply): Meaning => interpret(request, reply, state),
  }
}

const isCall = ({ type }: Pdu): boolean => type === PDU.request || type === PDU.response || type === PDU.fault

function join(pdu: Pdu, from: Side, state: State): Joined<Pdu> | null {
  for (const { id, uuid } of pdu.contexts) state.contexts.set(id, { uuid })
  if (!isCall(pdu)) return { message: pdu }
  const whole = pdu.type === PDU.fault ? { message: pdu } : fragment(pdu, state.parts[from])
  if (!whole) return null
  return { ...whole, message: named(whole.message, state) }
}

/** The interface by its context, and of an answer the number of its call. */
function named(pdu: Pdu, state: State): Pdu {
  const uuid = state.contexts.get(pdu.context)?.uuid ?? ''
  if (pdu.type === PDU.request) {
    const told = { ...pdu, uuid, interface: interfaceOf(uuid) }
    state.calls.set(pdu.call, { ...told, stub: EMPTY, verifier: null })
    return told
  }
  const asked = state.calls.get(pdu.call)
  state.calls.delete(pdu.call)
  return asked ? { ...pdu, opnum: asked.opnum, uuid: asked.uuid, interface: asked.interface } : pdu
}

const EMPTY = new Uint8Array(0)

function fragment(pdu: Pdu, held: Memory<number, Parts>): Joined<Pdu> | null {
  const [first, last] = [(pdu.flags & FIRST) !== 0, (pdu.flags & LAST) !== 0]
  if (first && last) return { message: pdu }
  const before = first ? { first: kept(pdu), parts: [], size: 0 } : held.get(pdu.call)
  // The beginning was not seen: the arguments cannot be read.
  if (!before) return last ? { message: { ...pdu, stub: EMPTY } } : null
  const more = pdu.stub.slice(0, Math.max(0, MAX_STUB - before.size))
  before.parts.push(more)
  before.size += more.length
  if (!last) {
    held.set(pdu.call, before)
    return null
  }
  held.delete(pdu.call)
  const stub = new Uint8Array(before.size)
  let at = 0
  for (const part of before.parts) {
    stub.set(part, at)
    at += part.length
  }
  return { message: { ...before.first, flags: FIRST | LAST, stub, stubAt: 0 }, body: stub }
}

/** Without views of bytes that will be gone. */
const kept = (pdu: Pdu): Pdu => ({
  ...pdu,
  stub: EMPTY,
  verifier: pdu.verifier && { ...pdu.verifier, token: pdu.verifier.token.slice(0, 16) },
})
