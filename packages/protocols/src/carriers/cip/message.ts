// CIP Message Router requests and replies. CIP specification, Volume 1, 2-4; multiple service packet: Appendix;
// unconnected send: 3-5.5.4.
import type { FunctionRef } from '@nautilus/model'
import { CONNECTION_MANAGER } from './classes.ts'
import { noPath, type Path, parsePath } from './path.ts'
import { functionOf, MULTIPLE, SEND } from './services.ts'

/** What is wrong inside, and where. */
export type CipFault = { readonly what: 'short' | 'path' | 'offsets' | 'depth'; readonly at: number }

/** Places count from the first byte of the message that carries it, which `bytes` is. */
export type Cip = {
  readonly bytes: Uint8Array
  readonly at: number
  readonly end: number
  readonly reply: boolean
  readonly service: number
  /** Of a request. */
  readonly path: Path
  /** Where the data of the service begin. */
  readonly data: number
  /** Of a reply: general status, and the first word of additional status or -1. */
  readonly status: number
  readonly extended: number
  /** Services of a multiple service packet, or the one inside an unconnected send. */
  readonly parts: readonly Cip[]
  /** Of an unconnected send: the way it takes. */
  readonly route: Path
}

/** Services inside services are looked at this deep. */
const MAX_DEPTH = 4
const OK = 0
const EMBEDDED_ERROR = 0x1e
const noParts: readonly Cip[] = []

export const wordAt = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
export const longAt = (bytes: Uint8Array, at: number): number => wordAt(bytes, at) + wordAt(bytes, at + 2) * 65536

/** Parses the service between `at` and `end`; null where there is none. Faults are added to `faults`. */
export function parseCip(bytes: Uint8Array, at: number, end: number, faults: CipFault[], depth = 0): Cip | null {
  if (end - at < 2) {
    faults.push({ what: 'short', at })
    return null
  }
  return bytes[at]! >= 0x80 ? parseReply(bytes, at, end, faults, depth) : parseRequest(bytes, at, end, faults, depth)
}

function parseRequest(bytes: Uint8Array, at: number, end: number, faults: CipFault[], depth: number): Cip | null {
  const service = bytes[at]!
  const data = at + 2 + 2 * bytes[at + 1]!
  if (data > end) {
    faults.push({ what: 'short', at: at + 1 })
    return null
  }
  const path = parsePath(bytes, at + 2, data)
  if (!path.sound) faults.push({ what: 'path', at: at + 2 })
  const plain = { bytes, at, end, reply: false, service, path, data, status: 0, extended: -1 }
  if (service === SEND && path.class === CONNECTION_MANAGER)
    return { ...plain, ...sentIn(bytes, data, end, faults, depth) }
  const parts = service === MULTIPLE ? partsOf(bytes, data, end, faults, depth) : noParts
  return { ...plain, parts, route: noPath }
}

function parseReply(bytes: Uint8Array, at: number, end: number, faults: CipFault[], depth: number): Cip | null {
  const words = end - at < 4 ? 0 : bytes[at + 3]!
  const data = at + 4 + 2 * words
  if (data > end) {
    faults.push({ what: 'short', at })
    return null
  }
  const service = bytes[at]! & 0x7f
  const status = bytes[at + 2]!
  const extended = words > 0 ? wordAt(bytes, at + 4) : -1
  const many = service === MULTIPLE && (status === OK || status === EMBEDDED_ERROR)
  const parts = many ? partsOf(bytes, data, end, faults, depth) : noParts
  return { bytes, at, end, reply: true, service, path: noPath, data, status, extended, parts, route: noPath }
}

/** Offsets count from the number of services, and rise. */
function partsOf(bytes: Uint8Array, data: number, end: number, faults: CipFault[], depth: number): readonly Cip[] {
  if (depth >= MAX_DEPTH) {
    faults.push({ what: 'depth', at: data })
    return noParts
  }
  const count = end - data < 2 ? 0 : wordAt(bytes, data)
  const first = data + 2 + 2 * count
  if (count === 0 || first > end) {
    faults.push({ what: 'offsets', at: data })
    return noParts
  }
  const parts: Cip[] = []
  let before = first
  for (let k = 0; k < count; k++) {
    const from = data + wordAt(bytes, data + 2 + 2 * k)
    const to = k + 1 < count ? data + wordAt(bytes, data + 4 + 2 * k) : end
    if (from < before || to > end || to <= from) {
      faults.push({ what: 'offsets', at: data + 2 + 2 * k })
      break
    }
    const part = parseCip(bytes, from, to, faults, depth + 1)
    if (!part) break
    parts.push(part)
    before = to
  }
  return parts
}

/** Priority, ticks, size, message, pad, size of the route, reserved, route. */
function sentIn(
  bytes: Uint8Array,
  data: number,
  end: number,
  faults: CipFault[],
  depth: number,
): { parts: readonly Cip[]; route: Path } {
  const size = end - data < 6 ? end : wordAt(bytes, data + 2)
  const message = data + 4
  const route = message + size + (size & 1)
  if (depth >= MAX_DEPTH || route + 2 > end) {
    faults.push({ what: depth >= MAX_DEPTH ? 'depth' : 'short', at: data })
    return { parts: noParts, route: noPath }
  }
  const part = parseCip(bytes, message, message + size, faults, depth + 1)
  const stop = Math.min(end, route + 2 + 2 * bytes[route]!)
  return { parts: part && !part.reply ? [part] : noParts, route: parsePath(bytes, route + 2, stop) }
}

export const isSend = (cip: Cip): boolean => !cip.reply && cip.service === SEND && cip.path.class === CONNECTION_MANAGER

/** Not done; a part of a list that is long is. */
export const isRefused = (cip: Cip): boolean => cip.reply && cip.status !== OK && cip.status !== 0x06

/** The service that a request asks for in the end. */
export const innermost = (cip: Cip): Cip => (isSend(cip) && cip.parts[0] ? innermost(cip.parts[0]) : cip)

type Inner = FunctionRef & { readonly error?: boolean }

/**
 * The reply to an unconnected send is the reply to what was sent, so a request counts under that, with the sending inside. A
 * reply of the sending itself is a refusal on the way, and says no function of its own.
 */
export function countedAs(cip: Cip): { function: FunctionRef | null; inner: readonly Inner[] | undefined } {
  const asked = innermost(cip)
  const inner: Inner[] = []
  for (let on = cip; on !== asked; on = on.parts[0]!) inner.push(functionOf(SEND, CONNECTION_MANAGER))
  collect(asked, inner)
  const lost = cip.service === SEND && isRefused(cip)
  return {
    function: lost ? null : functionOf(asked.service, asked.reply ? -1 : asked.path.class),
    inner: inner.length > 0 ? inner : undefined,
  }
}

function collect(cip: Cip, inner: Inner[]): void {
  for (const part of cip.parts) {
    const ref = functionOf(part.service, part.reply ? -1 : part.path.class)
    inner.push(isRefused(part) ? { ...ref, error: true } : ref)
    collect(part, inner)
  }
}
