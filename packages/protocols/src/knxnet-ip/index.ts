// KNXnet/IP: building automation over IP. KNX standard 03_08_01 to 03_08_09; ISO 22510; EN 13321-2. The frames of the
// bus inside: 03_06_03 (cEMI).
import type { FunctionRef, Side } from '@nautilus/model'
import { defineDissector, type Label, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { apciOf } from './apci.ts'
import { cemiAt, codeRef, controlOf, isNegative } from './cemi.ts'
import { session } from './meaning.ts'
import { type Cemi, type Knx, word } from './message.ts'
import {
  CONNECT,
  isService,
  isSessionError,
  SESSION,
  SESSION_STATUS,
  type Service,
  serviceOf,
  TUNNEL,
} from './services.ts'

const HEADER = 6
const VERSION = 0x10
const MAX = 2048
const ENDPOINT = 8
const CONNECTION = 4
const never = -1
const headerBits = 16
const serviceBits = 10
const lengthBits = 16
const shapeBits = 8
const sound: readonly Oddity[] = []

const isEndpoint = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === ENDPOINT && (bytes[at + 1] === 1 || bytes[at + 1] === 2)

/** Size of header, version, a service that is known, a length that fits, contents that begin as they must. */
function recognize(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0
  if (bytes[0] !== HEADER || (bytes[1] ?? VERSION) !== VERSION) return never
  if (bytes.length < HEADER) return 0
  const code = word(bytes, 2)
  return isService(code) ? bitsOf(bytes, serviceOf(code), word(bytes, 4)) : never
}

function bitsOf(bytes: Uint8Array, service: Service, size: number): number {
  if (size < HEADER + service.least || size > MAX) return never
  const cut = bytes.length < HEADER + CONNECTION
  if (!cut && !isShaped(bytes, service)) return never
  if (bytes.length < size) return headerBits + serviceBits
  const follows = bytes.length === size || bytes[size] === HEADER
  return headerBits + serviceBits + (service.shape === 'own' ? 0 : shapeBits) + (follows ? lengthBits : 0)
}

function isShaped(bytes: Uint8Array, { shape }: Service): boolean {
  if (shape === 'endpoint' || shape === 'endpoints') return isEndpoint(bytes, HEADER)
  if (shape === 'header') return bytes[HEADER] === CONNECTION
  if (shape === 'channel') return isEndpoint(bytes, HEADER + 2)
  return true
}

function parse(bytes: Uint8Array, from: Side): Parsed<Knx> {
  if (bytes.length > 0 && bytes[0] !== HEADER) return malformed('knxnet-ip.header', 0)
  if (bytes.length > 1 && bytes[1] !== VERSION) return malformed('knxnet-ip.header', 1)
  if (bytes.length < HEADER) return need(HEADER)
  const size = word(bytes, 4)
  if (size < HEADER || size > MAX) return malformed('knxnet-ip.length', 4)
  if (bytes.length < size) return need(size)
  return contents(bytes.subarray(0, size), from)
}

type Fields = Pick<Knx, 'channel' | 'sequence' | 'status' | 'data'>

/** What the shape of the contents tells of channel, number, status, and where the rest begins. */
function fieldsOf(bytes: Uint8Array, { shape, role }: Service, code: number): Fields {
  const at = HEADER
  switch (shape) {
    case 'endpoint':
      return { channel: 0, sequence: 0, status: 0, data: at + ENDPOINT }
    case 'endpoints':
      return { channel: 0, sequence: 0, status: 0, data: at + 2 * ENDPOINT }
    case 'channel':
      return { channel: bytes[at]!, sequence: 0, status: 0, data: at + 2 }
    case 'answer':
      return { channel: bytes[at]!, sequence: 0, status: bytes[at + 1]!, data: at + 2 }
    case 'header': {
      const status = role === 'reply' ? bytes[at + 3]! : 0
      return { channel: bytes[at + 1]!, sequence: bytes[at + 2]!, status, data: at + CONNECTION }
    }
    default:
      return { channel: 0, sequence: 0, status: code === SESSION_STATUS ? bytes[at]! : 0, data: at }
  }
}

const nothing: Fields = { channel: 0, sequence: 0, status: 0, data: HEADER }

function contents(bytes: Uint8Array, from: Side): Parsed<Knx> {
  const code = word(bytes, 2)
  const size = bytes.length
  const service = serviceOf(code)
  const short = size < HEADER + service.least
  const fields = short ? nothing : fieldsOf(bytes, service, code)
  const carries = !short && carriesFrame(code, service)
  const cemi = carries ? cemiAt(bytes, fields.data, size) : null
  const message: Knx = { bytes, from, service: code, ...fields, short, cemi }
  const oddity = oddityOf(bytes, service, short, cemi)
  return { kind: 'message', message, size, oddities: oddity ? [oddity] : sound }
}

const carriesFrame = (code: number, { shape, role }: Service): boolean =>
  shape === 'cemi' || (shape === 'header' && role === 'request' && code <= TUNNEL)

function oddityOf(bytes: Uint8Array, service: Service, short: boolean, cemi: Cemi | null): Oddity | null {
  if (short) return { code: 'knxnet-ip.short', at: bytes.length }
  if (!isShaped(bytes, service)) return { code: 'knxnet-ip.structure', at: HEADER }
  return cemi && !cemi.whole ? { code: 'knxnet-ip.frame', at: cemi.data } : null
}

/** What a frame is about: a service of the application layer, of the transport layer, or its own. */
function innerOf({ code, tpci, apci }: Cemi): FunctionRef {
  if (apci >= 0) return apciOf(apci)
  return tpci >= 0x80 ? controlOf(tpci) : codeRef(code)
}

/** A reply counts as the service that it answers; acknowledgements and the status of a session do not say which. */
function countedAs(service: Service): FunctionRef | null {
  if (service.role !== 'reply') return service
  return service.pairs === TUNNEL || service.pairs === SESSION ? null : serviceOf(service.pairs)
}

function label(message: Knx): Label {
  const service = serviceOf(message.service)
  const pair = service.pairs * 65_536 + message.channel * 256 + (service.shape === 'header' ? message.sequence : 0)
  const error = message.service === SESSION_STATUS ? isSessionError(message.status) : message.status !== 0
  const counted = countedAs(service)
  const plain: Label = {
    role: service.role,
    pair: service.pairs === CONNECT ? service.pairs * 65_536 : pair,
    function: counted && { code: counted.code, name: counted.name },
    error,
  }
  if (!message.cemi) return plain
  const { code, name } = innerOf(message.cemi)
  const refused = isNegative(message.cemi)
  return { ...plain, inner: [refused ? { code, name, error: true } : { code, name }] }
}

export const knxnetIp = defineDissector<Knx>({
  name: 'knxnet-ip',
  title: 'KNXnet/IP',
  carriers: { tcp: [3671], udp: [3671] },
  recognize,
  parse,
  label,
  session,
  omits: [
    'contents of secure wrappers and of secure services of the bus, which are encrypted',
    'contents of the object server, frames of the bus monitor',
    'types of group values, which no telegram tells',
  ],
  maxMessage: MAX,
})
