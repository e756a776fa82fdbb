// Organisationally specific elements: IEEE 802.1AB-2016, 8.6. Contents: IEEE 802.1Q-2018 annex D, IEEE 802.3-2018
// clause 79, ANSI/TIA-1057 (LLDP-MED), IEC 61158-6-10 (PROFINET).
import { hex, hexNumber, printable, Reader } from '../reader.ts'
import { macOf } from './addresses.ts'

/** One fact that a unit states: what it is called, and its text. Names of facts are the keys of an operation's detail. */
export type Fact = readonly [name: string, value: string | number]

type Read = (reader: Reader) => Fact[]

const text =
  (name: string): Read =>
  reader => [[name, printable(reader.rest())]]

// IEEE 802.1Q-2018, D.2
const bridging: Readonly<Record<number, Read>> = {
  1: reader => [['vlan', reader.u16()]],
  3: reader => [[`vlan ${reader.u16()}`, printable(reader.take(reader.u8()))]],
  4: reader => [['protocol', hex(reader.take(reader.u8()))]],
}

// IEEE 802.3-2018, 79.3
const ethernet: Readonly<Record<number, Read>> = {
  1: reader => {
    const negotiation = reader.u8()
    reader.skip(2)
    return [
      ['auto-negotiation', (negotiation & 3) === 3 ? 'on' : 'off'],
      ['MAU type', reader.u16()],
    ]
  },
  2: reader => [['power over Ethernet', (reader.u8() & 6) === 6 ? 'on' : 'off']],
  3: reader => {
    const aggregated = (reader.u8() & 2) === 2
    return [['aggregated port', aggregated ? reader.u32() : 0]]
  },
  4: reader => [['longest frame', reader.u16()]],
}

// ANSI/TIA-1057, 10.2.6
const med: Readonly<Record<number, Read>> = {
  5: text('hardware revision'),
  6: text('firmware revision'),
  7: text('software revision'),
  8: text('serial number'),
  9: text('manufacturer'),
  10: text('model'),
  11: text('asset id'),
}

const portStates = ['unknown', 'off', 'on', 'unknown']

// IEC 61158-6-10. The state of a port is told for each class of real-time traffic.
const profinet: Readonly<Record<number, Read>> = {
  1: reader => [['measured delays', [reader.u32(), reader.u32(), reader.u32(), reader.u32()].join(' ')]],
  2: reader => [
    ['RT class 2', portStates[reader.u16() & 3]!],
    ['RT class 3', portStates[reader.u16() & 3]!],
  ],
  3: text('port alias'),
  4: reader => {
    reader.skip(20) // domain and its master
    return [['MRP domain', hexNumber(reader.u16(), 4)]]
  },
  5: reader => [['chassis MAC', macOf(reader.take(6))]],
}

const tables: Readonly<Record<string, Readonly<Record<number, Read>>>> = {
  '0080c2': bridging,
  '00120f': ethernet,
  '0012bb': med,
  '000ecf': profinet,
}

/** Takes what is known of an element; false when it is shorter than it must be. Unknown ones say nothing. */
export function readOrganisational(value: Uint8Array, facts: Fact[]): boolean {
  if (value.length < 4) return false
  const read = tables[hex(value.subarray(0, 3))]?.[value[3]!]
  if (!read) return true
  const reader = new Reader(value.subarray(4))
  const found = read(reader)
  if (!reader.short) facts.push(...found)
  return !reader.short
}
