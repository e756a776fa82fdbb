// Association control: ISO 8650-1 (X.227), AARQ and AARE; what MMS says in them: ISO 9506-2, InitiateRequest.
import { Ber } from '../carriers/ber.ts'
import { printable } from '../reader.ts'

export const ACSE = { request: 0x60, response: 0x61, release: 0x62, released: 0x63, abort: 0x64 } as const

export const isAcseTag = (tag: number): boolean => tag >= ACSE.request && tag <= ACSE.abort

/** What the two sides of an association call themselves, and what came inside. */
export type Association = {
  context: string
  calling: string
  called: string
  /** Of a response: 0 accepted. */
  result: number
  /** A password in clear, or another way to prove who one is. */
  authentication: 'none' | 'password' | 'other'
  start: number
  stop: number
}

const BER_BYTES = { oid: 0x06, text: 0x80 }

/** Object identifier as text: X.690, 8.19. */
export function oidOf(bytes: Uint8Array): string {
  const parts: number[] = []
  let value = 0
  for (const byte of bytes.subarray(0, 32)) {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      if (parts.length === 0) {
        const first = Math.min(2, Math.floor(value / 40))
        parts.push(first, value - 40 * first)
      } else parts.push(value)
      value = 0
    }
  }
  return parts.join('.')
}

/** The first element inside: titles and qualifiers are wrapped once. */
function wrapped(ber: Ber): string {
  const inner = ber.inside()
  if (!inner.next()) return ''
  if (inner.tag === BER_BYTES.oid) return oidOf(inner.contents())
  return inner.tag === 0x02 ? String(inner.integer()) : printable(inner.contents(), 64)
}

export function readAcse(bytes: Uint8Array, start: number, stop: number): Association {
  const found: Association = {
    context: '',
    calling: '',
    called: '',
    result: -1,
    authentication: 'none',
    start: stop,
    stop,
  }
  const outer = new Ber(bytes, start, stop)
  if (!outer.next()) return found
  const ber = outer.inside()
  while (ber.next()) field(outer.tag === ACSE.request, ber, found)
  return found
}

const joined = (title: string, qualifier: string): string =>
  title ? `${title} ${qualifier}` : `qualifier ${qualifier}`

function field(request: boolean, ber: Ber, found: Association): void {
  switch (ber.tag) {
    case 0xa1:
      found.context = wrapped(ber)
      break
    case 0xa2:
      if (request) found.called = wrapped(ber)
      else found.result = Number(wrapped(ber))
      break
    case 0xa3:
      if (request) found.called = joined(found.called, wrapped(ber))
      break
    case 0xa4: // responding AP title
      if (!request) found.called = wrapped(ber)
      break
    case 0xa5: // responding AE qualifier
      if (!request) found.called = joined(found.called, wrapped(ber))
      break
    case 0xa6:
      if (request) found.calling = wrapped(ber)
      break
    case 0xa7:
      if (request) found.calling = joined(found.calling, wrapped(ber))
      break
    case 0xac: // calling authentication value: [0] is a text in clear
      if (request)
        found.authentication = ber.length > 0 && ber.bytes[ber.start] === BER_BYTES.text ? 'password' : 'other'
      break
    case 0xbe:
      external(ber, found)
      break
  }
}

/** User information: EXTERNAL with a single ASN.1 type or octets. */
function external(ber: Ber, found: Association): void {
  const list = ber.inside()
  if (!list.next()) return
  const inner = list.inside()
  while (inner.next()) {
    if (inner.tag !== 0xa0 && inner.tag !== 0x81) continue
    found.start = inner.start
    found.stop = inner.stop
  }
}
