// Frame and APDU of sampled values. Frame: IEC 61850-9-2, 5.3.3: APPID, length, two reserved words, APDU. APDU: 8.5.
import { Ber } from '../carriers/ber.ts'
import { isRoutable, readRoutable, SESSION } from '../carriers/routable.ts'
import { malformed, need, type Oddity, type Parsed, type Stretch } from '../dissector.ts'

export const HEADER = 8
export const APDU_TAG = 0x60
const SIMULATED = 0x8000 // Reserved 1, bit 15
/** ASDUs of one APDU that are read; the usual profiles have 1, 2 or 8. */
const MOST = 64
const sound: readonly Oddity[] = []
const nowhere: Stretch = { at: 0, length: 0 }

export type Asdu = {
  readonly id: Stretch
  readonly dataSet: Stretch
  readonly count: Stretch
  readonly revision: number
  readonly refreshed: Stretch
  /** 0 none, 1 local clock, 2 global clock, above: the identity of a local area clock. */
  readonly synchronised: number
  readonly rate: number
  readonly mode: number
  readonly data: Stretch
}
export type Samples = {
  readonly bytes: Uint8Array
  readonly appid: number
  readonly simulated: boolean
  readonly routable: boolean
  readonly numberAt: number
  readonly asdus: readonly Asdu[]
}

export function parse(bytes: Uint8Array): Parsed<Samples> {
  if (isRoutable(bytes, SESSION.samples)) return parseRoutable(bytes)
  if (bytes.length < HEADER) return need(HEADER)
  const appid = (bytes[0]! << 8) | bytes[1]!
  const length = (bytes[2]! << 8) | bytes[3]!
  if (length < HEADER) return malformed('sampled-values.header', 2)
  const simulated = (((bytes[4]! << 8) | bytes[5]!) & SIMULATED) !== 0
  const oddities: Oddity[] = length > bytes.length ? [{ code: 'sampled-values.length', at: 2 }] : []
  const asdus = readApdu(bytes, HEADER, Math.min(length, bytes.length), oddities)
  const message: Samples = { bytes, appid, simulated, routable: false, numberAt: -1, asdus }
  return { kind: 'message', message, size: bytes.length, oddities: oddities.length > 0 ? oddities : sound }
}

/** The first payload element is read: publishers send one. */
function parseRoutable(bytes: Uint8Array): Parsed<Samples> {
  const { payloads, numberAt, short } = readRoutable(bytes)
  const [payload] = payloads
  if (!payload) return malformed('sampled-values.session', 4)
  const oddities: Oddity[] = short ? [{ code: 'sampled-values.length', at: 4 }] : []
  const asdus = readApdu(bytes, payload.start, payload.stop, oddities)
  const { appid, simulated } = payload
  return {
    kind: 'message',
    message: { bytes, appid, simulated, routable: true, numberAt, asdus },
    size: bytes.length,
    oddities,
  }
}

function readApdu(bytes: Uint8Array, start: number, stop: number, oddities: Oddity[]): Asdu[] {
  const outer = new Ber(bytes, start, stop)
  if (!outer.next() || outer.tag !== APDU_TAG) {
    oddities.push({ code: 'sampled-values.apdu', at: Math.min(start, bytes.length - 1) })
    return []
  }
  const found: Asdu[] = []
  let promised = -1
  const ber = outer.inside()
  while (ber.next()) {
    if (ber.tag === 0x80) promised = ber.unsigned()
    if (ber.tag === 0xa2 && !readSequence(ber.inside(), found)) ber.bad = true
  }
  if (ber.bad) oddities.push({ code: 'sampled-values.cut-field', at: ber.stop })
  else if (promised !== found.length) oddities.push({ code: 'sampled-values.count', at: outer.start })
  return found
}

/** False when an element is cut. */
function readSequence(sequence: Ber, found: Asdu[]): boolean {
  while (sequence.next() && found.length < MOST) if (sequence.tag === 0x30) found.push(readAsdu(sequence.inside()))
  return !sequence.bad
}

type Fields = { -readonly [K in keyof Asdu]: Asdu[K] }

function readAsdu(ber: Ber): Asdu {
  const asdu: Fields = {
    id: nowhere,
    dataSet: nowhere,
    count: nowhere,
    revision: 0,
    refreshed: nowhere,
    synchronised: -1,
    rate: 0,
    mode: -1,
    data: nowhere,
  }
  while (ber.next()) setters[ber.tag - 0x80]?.(asdu, ber)
  return asdu
}

const stretch = ({ start, stop }: Ber): Stretch => ({ at: start, length: stop - start })

/** By tag number: ASDU, table 15. */
const setters: readonly ((asdu: Fields, ber: Ber) => void)[] = [
  (asdu, ber) => (asdu.id = stretch(ber)),
  (asdu, ber) => (asdu.dataSet = stretch(ber)),
  (asdu, ber) => (asdu.count = stretch(ber)),
  (asdu, ber) => (asdu.revision = ber.unsigned()),
  (asdu, ber) => (asdu.refreshed = stretch(ber)),
  (asdu, ber) => (asdu.synchronised = ber.unsigned()),
  (asdu, ber) => (asdu.rate = ber.unsigned()),
  (asdu, ber) => (asdu.data = stretch(ber)),
  (asdu, ber) => (asdu.mode = ber.unsigned()),
]
