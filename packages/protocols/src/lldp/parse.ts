// LLDP data units: IEEE 802.1AB-2016, clauses 8 and 9. Type, length and value follow each other until an end.
import { hex, printable, Reader } from '../reader.ts'
import { macOf, managementOf, numberedAddress } from './addresses.ts'
import { type Fact, readOrganisational } from './organisational.ts'

export type Lldp = {
  readonly chassis: string
  readonly port: string
  /** Seconds that the facts hold; 0 takes them back. */
  readonly life: number
  readonly name: string
  readonly description: string
  readonly portDescription: string
  /** What is switched on of what the system can do. */
  readonly capabilities: readonly string[]
  readonly addresses: readonly string[]
  /** Stated by organisationally specific elements. */
  readonly facts: readonly Fact[]
  readonly fault: Fault | null
}

export type Fault = { readonly what: 'cut' | 'order' | 'no-end' | 'length'; readonly at: number }

type Draft = { -readonly [K in keyof Lldp]: Lldp[K] } & { addresses: string[]; facts: Fact[] }

const END = 0
const ORGANISATIONAL = 127
const MANDATORY = [1, 2, 3] // 8.2: chassis, port, time to live, in this order

// 8.5.8.1
const capabilityNames = [
  'other',
  'repeater',
  'bridge',
  'WLAN access point',
  'router',
  'telephone',
  'DOCSIS cable device',
  'station only',
  'C-VLAN component',
  'S-VLAN component',
  'two-port MAC relay',
]

/** Reads a whole unit. What follows the end is the padding of the frame. */
export function readLldp(bytes: Uint8Array): Lldp {
  const draft: Draft = {
    chassis: '',
    port: '',
    life: 0,
    name: '',
    description: '',
    portDescription: '',
    capabilities: [],
    addresses: [],
    facts: [],
    fault: null,
  }
  const reader = new Reader(bytes)
  for (let index = 0; reader.left >= 2; index++) {
    const at = reader.at
    const head = reader.u16()
    const type = head >> 9
    if (type === END) return index < MANDATORY.length ? { ...draft, fault: { what: 'order', at } } : draft
    const value = reader.take(head & 0x1ff)
    if (reader.short) return { ...draft, fault: { what: 'cut', at } }
    if (!readElement(draft, type, value)) draft.fault ??= { what: 'length', at }
    if (index < MANDATORY.length && type !== MANDATORY[index]) draft.fault ??= { what: 'order', at }
  }
  draft.fault ??= { what: 'no-end', at: bytes.length }
  return draft
}

/** Takes one element; false when it is shorter than its type demands. */
function readElement(draft: Draft, type: number, value: Uint8Array): boolean {
  switch (type) {
    case 1:
      draft.chassis = identifierOf(value, chassisSubtypes)
      return value.length >= 2
    case 2:
      draft.port = identifierOf(value, portSubtypes)
      return value.length >= 2
    case 3:
      draft.life = new Reader(value).u16()
      return value.length >= 2
    case 4:
      draft.portDescription = printable(value)
      return true
    case 5:
      draft.name = printable(value)
      return true
    case 6:
      draft.description = printable(value)
      return true
    case 7:
      draft.capabilities = capabilitiesOf(new Reader(value))
      return value.length >= 4
    case 8:
      return pushed(draft.addresses, managementOf(value))
    case ORGANISATIONAL:
      return readOrganisational(value, draft.facts)
    default:
      return true
  }
}

function pushed(list: string[], text: string | null): boolean {
  if (text) list.push(text)
  return text !== null
}

type Form = 'mac' | 'network' | 'text'
// 8.5.2.2 and 8.5.3.2
const chassisSubtypes: Readonly<Record<number, Form>> = { 4: 'mac', 5: 'network' }
const portSubtypes: Readonly<Record<number, Form>> = { 3: 'mac', 4: 'network' }

function identifierOf(value: Uint8Array, subtypes: Readonly<Record<number, Form>>): string {
  const form = subtypes[value[0] ?? 0] ?? 'text'
  const id = value.subarray(1)
  if (form === 'mac' && id.length === 6) return macOf(id)
  if (form === 'network') return numberedAddress(id) ?? hex(id)
  return form === 'mac' ? hex(id) : printable(id)
}

/** 8.5.8: what is possible, then what is switched on. */
function capabilitiesOf(reader: Reader): string[] {
  reader.skip(2)
  const enabled = reader.u16()
  return capabilityNames.filter((_, bit) => (enabled >> bit) & 1)
}
