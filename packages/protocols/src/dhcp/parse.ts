// A DHCP message: RFC 2131, 2; options: RFC 2132; client FQDN: RFC 4702; relay information: RFC 3046.
import { macText, v4Text } from '../carriers/addresses.ts'
import { printable } from '../reader.ts'

export type Fault = { readonly what: 'cut-option' | 'no-end' | 'no-type'; readonly at: number }

export type Dhcp = {
  readonly operation: number
  readonly transaction: number
  readonly type: number
  /** Empty unless the hardware is Ethernet. */
  readonly mac: string
  readonly relayed: boolean
  readonly clientIp: string
  readonly yourIp: string
  readonly relayIp: string
  readonly options: ReadonlyMap<number, Uint8Array>
  readonly fault: Fault | null
}

export const HEAD = 240 // to the end of the cookie
export const COOKIE = 0x63825363
export const COOKIE_AT = 236
const PAD = 0
const END = 255
const TYPE = 53
const ETHERNET = 1

export const dword = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0

const nowhere = '0.0.0.0'
const given = (bytes: Uint8Array, at: number): string => {
  const text = v4Text(bytes, at)
  return text === nowhere ? '' : text
}

export function readDhcp(bytes: Uint8Array): Dhcp {
  const options = new Map<number, Uint8Array>()
  const fault = readOptions(bytes, options)
  const type = options.get(TYPE)
  const plain = bytes[1] === ETHERNET && bytes[2] === 6
  return {
    operation: bytes[0]!,
    transaction: dword(bytes, 4),
    type: type?.[0] ?? 0,
    mac: plain ? macText(bytes.subarray(28, 34)) : '',
    relayed: dword(bytes, 24) !== 0,
    clientIp: given(bytes, 12),
    yourIp: given(bytes, 16),
    relayIp: given(bytes, 24),
    options,
    fault: fault ?? (type?.length === 1 ? null : { what: 'no-type', at: HEAD }),
  }
}

/** An option that comes twice keeps its first part: what is read here is short. */
function readOptions(bytes: Uint8Array, options: Map<number, Uint8Array>): Fault | null {
  let at = HEAD
  while (at < bytes.length) {
    const code = bytes[at]!
    if (code === END) return null
    if (code === PAD) {
      at++
      continue
    }
    const end = at + 2 + (bytes[at + 1] ?? 0)
    if (at + 2 > bytes.length || end > bytes.length) return { what: 'cut-option', at }
    if (!options.has(code)) options.set(code, bytes.subarray(at + 2, end))
    at = end
  }
  return { what: 'no-end', at: bytes.length }
}

export function addressesIn({ options }: Dhcp, code: number): string {
  const data = options.get(code)
  if (!data || data.length < 4) return ''
  let text = v4Text(data)
  for (let at = 4; at + 4 <= data.length && at < 32; at += 4) text += `, ${v4Text(data, at)}`
  return text
}

export const textIn = ({ options }: Dhcp, code: number): string => {
  const data = options.get(code)
  return data ? printable(data) : ''
}

/** RFC 4702, 2: flags, two bytes that say nothing any more, then the name, as text or in the form of DNS. */
export function fqdnIn({ options }: Dhcp): string {
  const data = options.get(81)
  if (!data || data.length < 4) return ''
  if ((data[0]! & 0x04) === 0) return printable(data.subarray(3))
  let text = ''
  for (let at = 3; at < data.length && data[at]! > 0; at += 1 + data[at]!) {
    text += `${text ? '.' : ''}${printable(data.subarray(at + 1, at + 1 + data[at]!))}`
  }
  return text
}

/** `1,3,6,15`: what the client wants to be told, in its order: that tells one stack from another. */
export const requestedIn = ({ options }: Dhcp): string => options.get(55)?.join(',') ?? ''
