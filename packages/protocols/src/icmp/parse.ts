// Bodies of ICMP (RFC 792, 1256) and ICMPv6 (RFC 4443, 4861) messages.
import { Reader } from '../reader.ts'
import { ipOf, macOf } from './addresses.ts'

/** The packet that a message complains of. */
export type Quoted = { readonly protocol: number; readonly destination: string; readonly port: number }

export type Icmp = {
  readonly version: 4 | 6
  readonly type: number
  readonly code: number
  /** Number that a reply repeats; 0 where nothing pairs. */
  readonly pair: number
  /** The address that the message is about: target of a neighbour, destination of a redirect. */
  readonly target: string
  readonly quoted: Quoted | null
  /** Link-layer address of the sender, where an option gives it. */
  readonly mac: string
  /** Router of a redirect. */
  readonly router: string
  /** Network that a router advertises, with the length of its prefix. */
  readonly prefix: string
  readonly bytes: number
}

type Body = Partial<Omit<Icmp, 'version' | 'type' | 'code' | 'bytes'>>

const TCP = 6
const UDP = 17
const HEAD = 4 // type, code, checksum

/** Types 3 and 4 belong to both versions: the quoted packet tells. The rest do not overlap. */
export function versionOf(bytes: Uint8Array): 4 | 6 {
  const type = bytes[0]!
  if (type >= 128 || type === 1 || type === 2) return 6
  if (type !== 3 && type !== 4) return 4
  return bytes[8] !== undefined && bytes[8] >> 4 === 6 ? 6 : 4
}

/** Reads a message of at least eight bytes; null when what its type demands is missing. */
export function readIcmp(bytes: Uint8Array): Icmp | null {
  const version = versionOf(bytes)
  const reader = new Reader(bytes)
  const type = reader.u8()
  const code = reader.u8()
  reader.at = HEAD
  const body = version === 4 ? bodyOf4(reader, type) : bodyOf6(reader, type)
  if (reader.short) return null
  const nothing = { pair: 0, target: '', quoted: null, mac: '', router: '', prefix: '' }
  return { version, type, code, bytes: bytes.length, ...nothing, ...body }
}

function bodyOf4(reader: Reader, type: number): Body {
  switch (type) {
    case 0:
    case 8:
    case 13:
    case 14:
    case 15:
    case 16:
    case 17:
    case 18:
      return { pair: reader.u32() }
    case 3:
    case 4:
    case 11:
    case 12:
      reader.skip(4)
      return { quoted: quotedOf(reader) }
    case 5: {
      const router = ipOf(reader.take(4))
      const quoted = quotedOf(reader)
      return { router, target: quoted?.destination ?? '', quoted }
    }
    default:
      return {}
  }
}

function bodyOf6(reader: Reader, type: number): Body {
  switch (type) {
    case 128:
    case 129:
      return { pair: reader.u32() }
    case 1:
    case 2:
    case 3:
    case 4:
      reader.skip(4)
      return { quoted: quotedOf(reader) }
    case 133:
      reader.skip(4)
      return optionsOf(reader)
    case 134:
      reader.skip(12)
      return optionsOf(reader)
    case 135:
    case 136:
      return neighbourOf(reader)
    case 137: {
      reader.skip(4)
      const router = ipOf(reader.take(16))
      return { router, target: ipOf(reader.take(16)) }
    }
    default:
      return {}
  }
}

// RFC 4861, 4.3 and 4.4
function neighbourOf(reader: Reader): Body {
  reader.skip(4)
  const target = reader.take(16)
  // A number has room for six of the address's bytes; the last ones differ most.
  const pair = target.subarray(10).reduce((sum, byte) => sum * 256 + byte, 0)
  return { target: ipOf(target), pair, ...optionsOf(reader) }
}

// RFC 4861, 4.6. The length counts units of eight bytes.
function optionsOf(reader: Reader): Body {
  let mac = ''
  let prefix = ''
  while (reader.left >= 8) {
    const kind = reader.u8()
    const units = reader.u8()
    if (units === 0) break
    const data = reader.take(8 * units - 2)
    if (reader.short) break
    if ((kind === 1 || kind === 2) && units === 1) mac = macOf(data)
    if (kind === 3 && units === 4) prefix = `${ipOf(data.subarray(14))}/${data[0]}`
  }
  return { mac, prefix }
}

/** The head of the packet that a message quotes; null when it is cut. */
function quotedOf(reader: Reader): Quoted | null {
  const { bytes, at, left } = reader
  const version = left > 0 ? bytes[at]! >> 4 : 0
  if (version === 4 && left >= 20) {
    const ports = at + 4 * (bytes[at]! & 0x0f)
    return quoted(bytes, bytes[at + 9]!, at + 16, 4, ports)
  }
  return version === 6 && left >= 40 ? quoted(bytes, bytes[at + 6]!, at + 24, 16, at + 40) : null
}

function quoted(bytes: Uint8Array, protocol: number, to: number, length: number, ports: number): Quoted {
  const named = (protocol === TCP || protocol === UDP) && ports + 4 <= bytes.length
  const port = named ? (bytes[ports + 2]! << 8) | bytes[ports + 3]! : 0
  return { protocol, destination: ipOf(bytes.subarray(to, to + length)), port }
}
