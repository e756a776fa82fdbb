// The Connection Manager: connections opened and closed. CIP specification, Volume 1, 3-5.5.
import { hexNumber } from '../../reader.ts'
import { type Asked, type Found, nothing } from './found.ts'
import { serialText } from './identity.ts'
import { type Cip, longAt, wordAt } from './message.ts'
import { isSafety, type Path, parsePath, routeOf, textOf } from './path.ts'
import { FORWARD_CLOSE, FORWARD_OPEN, LARGE_FORWARD_OPEN } from './services.ts'
import { vendorName } from './vendors.ts'

const id = (value: number): string => hexNumber(value, 8)
const OPEN_HEAD = 36
const LARGE_HEAD = 40
const CLOSE_HEAD = 12

export function connectionFound(asked: Asked): Found | null {
  switch (asked.request.service) {
    case FORWARD_OPEN:
      return openFound(asked, OPEN_HEAD)
    case LARGE_FORWARD_OPEN:
      return openFound(asked, LARGE_HEAD)
    case FORWARD_CLOSE:
      return closeFound(asked)
    default:
      return null
  }
}

/** The route, then what is reached: `1/0 message-router/1`. */
function targetOf(path: Path, bytes: Uint8Array): string {
  const route = routeOf(path, bytes)
  const text = textOf(path, bytes)
  return route && text ? `${route} ${text}` : route || text
}

/** Serial number of the connection, vendor and serial number of who opened it. */
function originatorFound(found: Found, bytes: Uint8Array, at: number): void {
  const vendor = vendorName(wordAt(bytes, at + 2))
  const serial = serialText(longAt(bytes, at + 4))
  found.detail.connection = wordAt(bytes, at)
  found.detail.originator = `${vendor} ${serial}`
  found.claims.push({ about: 'client', attribute: 'session', value: `${vendor} ${serial}`, confidence: 0.6 })
}

// 3-5.5.2: ticks, two connection ids, serials, multiplier, two intervals with parameters, transport, path.
function openFound({ request, done, object }: Asked, head: number): Found {
  const { bytes, data, end } = request
  const found = nothing(object)
  if (end - data < head) return found
  const wide = head === LARGE_HEAD
  originatorFound(found, bytes, data + 10)
  const next = data + (wide ? 30 : 28)
  const transport = bytes[data + head - 2]!
  const size = 2 * bytes[data + head - 1]!
  const path = parsePath(bytes, data + head, Math.min(end, data + head + size))
  found.object = targetOf(path, bytes) || object
  const { detail } = found
  detail['O>T RPI µs'] = longAt(bytes, data + 22)
  detail['T>O RPI µs'] = longAt(bytes, next)
  detail['O>T size'] = wordAt(bytes, data + 26) & (wide ? 0xffff : 0x1ff)
  detail['T>O size'] = wordAt(bytes, next + 4) & (wide ? 0xffff : 0x1ff)
  detail.class = transport & 0x0f
  if (isSafety(path)) detail.safety = 1
  idsFound(found, request, done)
  return found
}

/** Each side chooses the id under which it listens: the target's is in the reply, as is what both agreed on. */
function idsFound({ detail }: Found, request: Cip, done: Cip | null): void {
  const told = done && done.end - done.data >= 8 ? done : null
  const [carrier, at] = told ? [told, told.data] : [request, request.data + 2]
  detail['O>T id'] = id(longAt(carrier.bytes, at))
  detail['T>O id'] = id(longAt(carrier.bytes, at + 4))
}

// 3-5.5.3
function closeFound({ request, object }: Asked): Found {
  const { bytes, data, end } = request
  const found = nothing(object)
  if (end - data < CLOSE_HEAD) return found
  originatorFound(found, bytes, data + 2)
  const size = 2 * bytes[data + 10]!
  const path = parsePath(bytes, data + CLOSE_HEAD, Math.min(end, data + CLOSE_HEAD + size))
  found.object = targetOf(path, bytes) || object
  return found
}
