// Frame and APDU of GOOSE. Frame: IEC 61850-8-1, annex C: APPID, length, two reserved words, APDU. APDU: annex A.
import { Ber } from '../carriers/ber.ts'
import { isRoutable, readRoutable, SESSION } from '../carriers/routable.ts'
import { malformed, need, type Oddity, type Parsed, type Stretch } from '../dissector.ts'

export const HEADER = 8
const STATE_TAG = 0x61
const MANAGEMENT_TAG = 0x60
const SIMULATED = 0x8000 // Reserved 1, bit 15
const sound: readonly Oddity[] = []

/** The state of a data set. Texts and values are places in the message. */
export type State = {
  readonly kind: 'state'
  readonly controlBlock: Stretch
  readonly dataSet: Stretch
  readonly id: Stretch
  readonly life: number
  readonly time: Stretch
  readonly state: number
  readonly sequence: Stretch
  readonly simulation: boolean
  readonly revision: number
  readonly needsCommissioning: boolean
  readonly entries: number
  readonly data: Stretch
}
/** Questions for the names and numbers of elements, and their answers: annex A, GSEMngtPdu. */
export type Management = {
  readonly kind: 'management'
  readonly request: boolean
  readonly service: number
}
export type Goose = {
  readonly bytes: Uint8Array
  readonly appid: number
  readonly simulated: boolean
  readonly routable: boolean
  /** Where the number of a routed message lies, -1 elsewhere. */
  readonly numberAt: number
  readonly body: State | Management | { readonly kind: 'opaque' }
}

export function parse(bytes: Uint8Array): Parsed<Goose> {
  if (isRoutable(bytes, SESSION.goose)) return parseRoutable(bytes)
  if (bytes.length < HEADER) return need(HEADER)
  const appid = (bytes[0]! << 8) | bytes[1]!
  const length = (bytes[2]! << 8) | bytes[3]!
  if (length < HEADER) return malformed('goose.header', 2)
  const simulated = (((bytes[4]! << 8) | bytes[5]!) & SIMULATED) !== 0
  const oddities: Oddity[] = length > bytes.length ? [{ code: 'goose.length', at: 2 }] : []
  const body = readApdu(bytes, HEADER, Math.min(length, bytes.length), oddities)
  const message: Goose = { bytes, appid, simulated, routable: false, numberAt: -1, body }
  return { kind: 'message', message, size: bytes.length, oddities: oddities.length > 0 ? oddities : sound }
}

/** The first payload element is read: publishers send one. */
function parseRoutable(bytes: Uint8Array): Parsed<Goose> {
  const { payloads, numberAt, short } = readRoutable(bytes)
  const [payload] = payloads
  if (!payload) return malformed('goose.session', 4)
  const oddities: Oddity[] = short ? [{ code: 'goose.length', at: 4 }] : []
  const body = readApdu(bytes, payload.start, payload.stop, oddities)
  const { appid, simulated } = payload
  const message: Goose = { bytes, appid, simulated, routable: true, numberAt, body }
  return { kind: 'message', message, size: bytes.length, oddities }
}

function readApdu(bytes: Uint8Array, start: number, stop: number, oddities: Oddity[]): Goose['body'] {
  const ber = new Ber(bytes, start, stop)
  const whole = ber.next()
  const tag = bytes[start]
  if (!whole && tag === STATE_TAG) {
    // The APDU is cut: what is there of it is read.
    oddities.push({ code: 'goose.cut', at: start })
    return readState(new Ber(bytes, contentsOf(bytes, start), stop), oddities)
  }
  if (whole && tag === STATE_TAG) return readState(ber.inside(), oddities)
  if (whole && tag === MANAGEMENT_TAG) return readManagement(ber.inside(), oddities)
  oddities.push({ code: 'goose.apdu', at: Math.min(start, bytes.length - 1) })
  return { kind: 'opaque' }
}

/** Where the contents start of an element whose length cannot be trusted. */
const contentsOf = (bytes: Uint8Array, start: number): number => {
  const length = bytes[start + 1] ?? 0
  return start + 2 + (length > 0x80 ? Math.min(4, length & 0x7f) : 0)
}

/** Mandatory fields, one bit for each tag: all but goID, simulation and ndsCom. */
const MANDATORY = 0b1101_0111_0111
const nowhere: Stretch = { at: 0, length: 0 }

type Fields = { -readonly [K in keyof State]: State[K] }

function readState(ber: Ber, oddities: Oddity[]): State {
  const state: Fields = {
    kind: 'state',
    controlBlock: nowhere,
    dataSet: nowhere,
    id: nowhere,
    life: 0,
    time: nowhere,
    state: 0,
    sequence: nowhere,
    simulation: false,
    revision: 0,
    needsCommissioning: false,
    entries: -1,
    data: nowhere,
  }
  const first = ber.at
  let seen = 0
  while (ber.next()) {
    const number = ber.tag & 0x1f
    const isField = ber.tag === (number === 11 ? 0xab : 0x80 | number) && number <= 11
    if (isField) {
      seen |= 1 << number
      setters[number]!(state, ber)
    } else if (ber.tag < 0x80 && (seen & 0x800) === 0) oddities.push({ code: 'goose.field', at: ber.start })
  }
  if (ber.bad) oddities.push({ code: 'goose.cut-field', at: ber.stop })
  else if ((seen & MANDATORY) !== MANDATORY) oddities.push({ code: 'goose.missing-field', at: first })
  return state
}

const stretch = ({ start, stop }: Ber): Stretch => ({ at: start, length: stop - start })
const truth = ({ bytes, start, stop }: Ber): boolean => stop > start && bytes[start] !== 0

/** By tag number: IECGoosePdu. */
const setters: readonly ((state: Fields, ber: Ber) => void)[] = [
  (state, ber) => (state.controlBlock = stretch(ber)),
  (state, ber) => (state.life = ber.unsigned()),
  (state, ber) => (state.dataSet = stretch(ber)),
  (state, ber) => (state.id = stretch(ber)),
  (state, ber) => (state.time = stretch(ber)),
  (state, ber) => (state.state = ber.unsigned()),
  (state, ber) => (state.sequence = stretch(ber)),
  (state, ber) => (state.simulation = truth(ber)),
  (state, ber) => (state.revision = ber.unsigned()),
  (state, ber) => (state.needsCommissioning = truth(ber)),
  (state, ber) => (state.entries = ber.unsigned()),
  (state, ber) => (state.data = stretch(ber)),
]

/** stateID, then request [1] or response [2] with the service as tag inside. */
function readManagement(ber: Ber, oddities: Oddity[]): Management {
  while (ber.next()) {
    const choice = ber.tag & 0x1f
    if (choice !== 1 && choice !== 2) continue
    const inner = ber.inside()
    if (inner.next()) return { kind: 'management', request: choice === 1, service: inner.tag & 0x1f }
  }
  oddities.push({ code: 'goose.management', at: ber.stop })
  return { kind: 'management', request: false, service: 0 }
}
