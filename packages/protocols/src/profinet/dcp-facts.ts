// What a DCP block says: facts for a reader, and claims of the device that it is about. IEC 61158-6-10, 4.3.1.4.
import type { Attribute } from '@nautilus/model'
import { vendorOf, vendorText } from '../carriers/profinet/vendors.ts'
import { hex, hexNumber, printable, Reader } from '../reader.ts'
import { OPTION, resetOf, rolesOf, suboptionOf } from './dcp-names.ts'
import type { Block } from './message.ts'

export type Facts = Record<string, string | number>
export type Stated = readonly [attribute: Attribute, value: string, confidence: number]

const MAX_OPTIONS = 32

const macOf = (bytes: Uint8Array): string => hex(bytes, 6).replace(/(..)(?!$)/g, '$1:')
const ipOf = (bytes: Uint8Array): string => bytes.join('.')

/** 4.3.1.4.8: bit 7 says that another has the address too. */
const sources = ['not set', 'set', 'set by DHCP', 'reserved']
const CONFLICT = 0x80

function addressesOf({ value, suboption, qualifier }: Block, facts: Facts, told: boolean): void {
  const reader = new Reader(value)
  if (suboption === 1) {
    facts.MAC = macOf(reader.take(6))
    return
  }
  facts.IP = ipOf(reader.take(4))
  facts.mask = ipOf(reader.take(4))
  facts.gateway = ipOf(reader.take(4))
  if (suboption === 3 && reader.left >= 4) facts.DNS = ipOf(reader.take(4))
  if (!told || qualifier < 0) return
  facts['IP source'] = sources[qualifier & 3]!
  if (qualifier & CONFLICT) facts['IP conflict'] = 'yes'
}

const pairOf = (value: Uint8Array): readonly [number, number] => {
  const reader = new Reader(value)
  return [reader.u16(), reader.u16()]
}

function optionsOf(value: Uint8Array): string {
  const names: string[] = []
  for (let at = 0; at + 1 < value.length && names.length < MAX_OPTIONS; at += 2) {
    names.push(suboptionOf(value[at]!, value[at + 1]!))
  }
  return names.join(', ')
}

function deviceOf({ suboption, value }: Block, facts: Facts): void {
  switch (suboption) {
    case 3:
    case 8: {
      const [vendor, device] = pairOf(value)
      const whose = suboption === 8 ? 'OEM ' : ''
      facts[`${whose}vendor`] = vendorText(vendor)
      facts[`${whose}device`] = hexNumber(device, 4)
      break
    }
    case 4:
      facts.role = rolesOf(value[0] ?? 0).join(', ')
      break
    case 5:
      facts.options = optionsOf(value)
      break
    case 7:
      facts.instance = pairOf(value)[0]
      break
    case 9:
      facts.gateway = ipOf(value.subarray(0, 4))
      break
    case 10:
      facts['RSI properties'] = hexNumber(pairOf(value)[0], 4)
      break
    default:
      facts[suboptionOf(OPTION.device, suboption)] = printable(value)
  }
}

function controlOf({ suboption, value, qualifier }: Block, facts: Facts): void {
  if (suboption === 3) facts.signal = pairOf(value)[0] === 0x0100 ? 'flash once' : hex(value)
  if (suboption === 6) facts.reset = resetOf(qualifier)
}

/** Names of hosts and domains are text; what manufacturers put there may be. */
function textOf({ option, suboption, value }: Block): string {
  const isName =
    option === OPTION.tsn ? suboption === 1 : option === OPTION.dhcp && (suboption === 12 || suboption === 81)
  return isName ? printable(value) : hex(value)
}

/** Facts of a block, into one object. `told`: the device speaks of itself; otherwise it is told. */
export function factsOf(block: Block, facts: Facts, told: boolean): void {
  const { option, suboption, value, qualifier } = block
  if (option === OPTION.ip) addressesOf(block, facts, told)
  else if (option === OPTION.device) deviceOf(block, facts)
  else if (option === OPTION.control) controlOf(block, facts)
  else if (option === OPTION.initiative) facts['says hello'] = pairOf(value)[0] === 1 ? 'yes' : 'no'
  else if (option !== OPTION.all) facts[suboptionOf(option, suboption)] = textOf(block)
  const settable = option === OPTION.ip || option === OPTION.device || option === OPTION.dhcp
  if (!told && settable && qualifier >= 0) facts.kept = (qualifier & 1) === 1 ? 'permanently' : 'until restart'
}

/** Claims of a block about the device that tells it, or that took it over. */
export function statedBy({ option, suboption, value }: Block): Stated[] {
  if (option === OPTION.ip) return addressClaim(suboption, value)
  if (option !== OPTION.device) return []
  switch (suboption) {
    case 1:
      return textClaim('model', value, 0.9)
    case 2:
      return textClaim('name', value, 0.95)
    case 3: {
      const vendor = vendorOf(pairOf(value)[0])
      return vendor ? [['vendor', vendor, 0.95]] : []
    }
    case 4:
      return rolesOf(value[0] ?? 0).map(role => ['capability', role, 0.95] as const)
    case 6:
      return textClaim('name', value, 0.6)
    default:
      return []
  }
}

function textClaim(attribute: Attribute, value: Uint8Array, confidence: number): Stated[] {
  const text = printable(value)
  return text === '' ? [] : [[attribute, text, confidence]]
}

function addressClaim(suboption: number, value: Uint8Array): Stated[] {
  if (suboption === 1) return value.length >= 6 ? [['address', macOf(value), 0.9]] : []
  const ip = ipOf(value.subarray(0, 4))
  return value.length < 4 || ip === '0.0.0.0' ? [] : [['address', ip, 0.9]]
}
