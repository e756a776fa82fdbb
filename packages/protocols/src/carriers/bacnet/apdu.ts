// Headers of the application layer of BACnet. ASHRAE 135-2020, clause 20.1.
export type ApduType =
  | 'confirmed'
  | 'unconfirmed'
  | 'simple-ack'
  | 'complex-ack'
  | 'segment-ack'
  | 'error'
  | 'reject'
  | 'abort'

export type Apdu = {
  readonly type: ApduType
  /** -1 where the header names none. */
  readonly service: number
  /** Invoke ID; -1 of unconfirmed services. */
  readonly invoke: number
  readonly segmented: boolean
  readonly more: boolean
  /** Number of the segment; 0 without segments. */
  readonly sequence: number
  /** Of a reject or an abort; -1 otherwise. */
  readonly reason: number
  /** Where the service's own data begin. */
  readonly dataAt: number
}

const types: readonly ApduType[] = [
  'confirmed', // 20.1.2
  'unconfirmed', // 20.1.3
  'simple-ack', // 20.1.4
  'complex-ack', // 20.1.5
  'segment-ack', // 20.1.6
  'error', // 20.1.7
  'reject', // 20.1.8
  'abort', // 20.1.9
]

const SEGMENTED = 0x08
const MORE = 0x04

/** The header at `at`; null when these bytes are none or too few. */
export function readApdu(bytes: Uint8Array, at: number): Apdu | null {
  const first = bytes[at]
  if (first === undefined) return null
  const type = types[first >> 4]
  if (!type) return null
  const segmented = (type === 'confirmed' || type === 'complex-ack') && (first & SEGMENTED) !== 0
  const apdu = headerOf(type, bytes, at, segmented)
  if (apdu.dataAt > bytes.length) return null
  return { ...apdu, type, segmented, more: segmented && (first & MORE) !== 0 }
}

type Header = Pick<Apdu, 'service' | 'invoke' | 'sequence' | 'reason' | 'dataAt'>

function headerOf(type: ApduType, bytes: Uint8Array, at: number, segmented: boolean): Header {
  const byte = (offset: number): number => bytes[at + offset] ?? 0
  const none = { service: -1, invoke: -1, sequence: 0, reason: -1 }
  switch (type) {
    case 'confirmed': {
      const more = segmented ? 2 : 0
      return {
        ...none,
        invoke: byte(2),
        sequence: segmented ? byte(3) : 0,
        service: byte(3 + more),
        dataAt: at + 4 + more,
      }
    }
    case 'unconfirmed':
      return { ...none, service: byte(1), dataAt: at + 2 }
    case 'complex-ack': {
      const more = segmented ? 2 : 0
      return {
        ...none,
        invoke: byte(1),
        sequence: segmented ? byte(2) : 0,
        service: byte(2 + more),
        dataAt: at + 3 + more,
      }
    }
    case 'simple-ack':
    case 'error':
      return { ...none, invoke: byte(1), service: byte(2), dataAt: at + 3 }
    case 'segment-ack':
      return { ...none, invoke: byte(1), sequence: byte(2), dataAt: at + 4 }
    default:
      return { ...none, invoke: byte(1), reason: byte(2), dataAt: at + 3 }
  }
}
