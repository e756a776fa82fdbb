// Items of alarms and of diagnosis records: IEC 61158-6-10, 5.2.12 (UserStructureIdentifier) and 5.2.13 (channels).
import { hexNumber, type Reader } from '../../reader.ts'

type Facts = Record<string, string | number>
type Names = Readonly<Partial<Record<number, string>>>

/** ChannelErrorType, 5.2.13.4. */
const errors: Names = {
  0x0001: 'short circuit',
  0x0002: 'undervoltage',
  0x0003: 'overvoltage',
  0x0004: 'overload',
  0x0005: 'overtemperature',
  0x0006: 'line break',
  0x0007: 'upper limit exceeded',
  0x0008: 'lower limit exceeded',
  0x0009: 'error',
  0x000a: 'simulation active',
  0x000f: 'parameter missing',
  0x0010: 'parameterization fault',
  0x0011: 'power supply fault',
  0x0012: 'fuse blown',
  0x0013: 'communication fault',
  0x0014: 'ground fault',
  0x0015: 'reference point lost',
  0x0016: 'process event lost',
  0x0017: 'threshold warning',
  0x0018: 'output disabled',
  0x0019: 'safety event',
  0x001a: 'external fault',
  0x001e: 'temporary fault',
  0x0040: 'safety: destination address mismatch',
  0x0041: 'safety: destination address not valid',
  0x0042: 'safety: source address not valid',
  0x0043: 'safety: watchdog time is 0',
  0x0044: 'safety: F_SIL exceeds the application',
  0x0045: 'safety: F_CRC_Length does not fit',
  0x0046: 'safety: version of F-parameters wrong',
  0x0047: 'safety: CRC1 fault',
  0x8000: 'data transmission impossible',
  0x8001: 'remote mismatch',
  0x8002: 'media redundancy mismatch',
  0x8003: 'sync mismatch',
  0x8004: 'isochronous mode mismatch',
  0x8005: 'multicast CR mismatch',
  0x8007: 'fiber optic mismatch',
  0x8008: 'network component function mismatch',
  0x8009: 'time mismatch',
  0x800b: 'network component reserved mismatch',
  0x800c: 'dynamic frame packing mismatch',
  0x800d: 'MRPD mismatch',
  0x800e: 'multiple interface mismatch',
}
const severities = ['fault', 'maintenance required', 'maintenance demanded', 'qualified']
const states = ['all gone', 'appears', 'disappears', 'disappears, others remain']

const CHANNEL = 0x8000
const MANY = 0x8001
const EXTENDED = 0x8002
const QUALIFIED = 0x8003
const MAINTENANCE = 0x8100
const MAX_ITEMS = 8

/** One channel: number, properties, error and, by its structure, what extends it. Nothing when the bytes end. */
function readChannel(reader: Reader, structure: number, facts: Facts): void {
  const channel = reader.u16()
  const properties = reader.u16()
  const error = reader.u16()
  if (reader.short) return
  facts.channel = channel === 0x8000 ? 'submodule' : channel
  facts.severity = severities[(properties >> 9) & 3]!
  facts.state = states[(properties >> 11) & 3]!
  facts.error = errors[error] ?? `${hexNumber(error, 4)} unknown`
  if (structure !== EXTENDED && structure !== QUALIFIED) return
  facts['extended error'] = hexNumber(reader.u16(), 4)
  facts.value = hexNumber(reader.u32(), 8)
  if (structure === QUALIFIED) reader.skip(4)
}

/** Reads items until they end: of several the last is told. Contents of manufacturers stay closed. */
export function readItems(reader: Reader, facts: Facts): void {
  for (let count = 0; count < MAX_ITEMS && reader.left >= 2; count++) {
    const structure = reader.u16()
    facts.structure = hexNumber(structure, 4)
    if (structure === MAINTENANCE) {
      reader.skip(8) // a block head and padding
      facts.maintenance = hexNumber(reader.u32(), 8)
    } else if (structure === CHANNEL || structure === EXTENDED || structure === QUALIFIED) {
      readChannel(reader, structure, facts)
    } else {
      if (structure === MANY) facts.channels = 'several'
      return
    }
  }
}
