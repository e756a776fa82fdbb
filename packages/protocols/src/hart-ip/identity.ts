// Who a HART device says that it is: command 0 and its likes, HCF_SPEC-127.
import type { Claim } from '@nautilus/model'
import { hex, hexNumber } from '../reader.ts'
import { type Command, type Message, word } from './frame.ts'
import { manufacturerOf } from './units.ts'

const EXPANSION = 254
const OLDEST = 12
const WITH_MANUFACTURER = 19
const REVISION_7 = 7

export type Identity = {
  /** The long address, without the bits of masters. */
  readonly device: string
  readonly vendor: string
  readonly model: string
  readonly hardware: string
  readonly firmware: string
  readonly serial: string
}

/** Where nobody says who made a device type of revision 7, its number alone is told. */
export function identityOf({ bytes }: Message, { at, end }: Command): Identity | null {
  if (end - at < OLDEST || bytes[at] !== EXPANSION) return null
  const revision = bytes[at + 4]!
  const serial = hex(bytes.subarray(at + 9, at + 12))
  const named = revision >= REVISION_7 && end - at >= WITH_MANUFACTURER
  const maker = named ? word(bytes, at + 17) : revision < REVISION_7 ? bytes[at + 1]! : -1
  const type = revision >= REVISION_7 ? hexNumber(word(bytes, at + 1), 4) : hexNumber(bytes[at + 2]!)
  const low = (bytes[at + 1]! & 0x3f).toString(16).padStart(2, '0')
  return {
    device: `${low}${hex(bytes.subarray(at + 2, at + 3))}${serial}`,
    vendor: maker < 0 ? '' : (manufacturerOf(maker) ?? `HART manufacturer ${hexNumber(maker, 4)}`),
    model: `HART device type ${type} revision ${bytes[at + 5]}`,
    hardware: String(bytes[at + 7]! >> 3),
    firmware: String(bytes[at + 6]),
    serial,
  }
}

export function identityClaims({ vendor, model, hardware, firmware, serial }: Identity): Claim[] {
  const claims: Claim[] = []
  const claim = (attribute: Claim['attribute'], value: string): void => {
    if (value !== '') claims.push({ about: 'server', attribute, value, confidence: 0.9 })
  }
  claim('vendor', vendor)
  claim('model', model)
  claim('hardware', hardware)
  claim('firmware', firmware)
  claim('serial', serial)
  return claims
}

/** Of a device behind the server: one line of its list of modules. */
export const moduleClaim = (device: string, text: string): Claim => ({
  about: 'server',
  attribute: 'module',
  value: `HART ${device}: ${text}`,
  confidence: 0.9,
})
