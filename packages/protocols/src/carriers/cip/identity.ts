// Who a device is. CIP specification, Volume 1, 5-2 (identity object); Volume 2, 2-4.2.3 (list identity).
import type { Claim } from '@nautilus/model'
import { hexNumber, printable } from '../../reader.ts'
import { type Asked, type Found, nothing } from './found.ts'
import { longAt, wordAt } from './message.ts'
import { deviceType, vendorName } from './vendors.ts'

export type Identity = {
  readonly vendor: number
  readonly device: number
  readonly product: number
  readonly revision: string
  readonly status: number
  readonly serial: number
  readonly name: string
  /** -1 where it is not told. */
  readonly state: number
}

const HEAD = 15 // all up to the length of the name

export function identityAt(bytes: Uint8Array, at: number, end: number): Identity | null {
  if (end - at < HEAD) return null
  const stop = at + HEAD + bytes[at + HEAD - 1]!
  if (stop > end) return null
  return {
    vendor: wordAt(bytes, at),
    device: wordAt(bytes, at + 2),
    product: wordAt(bytes, at + 4),
    revision: `${bytes[at + 6]}.${String(bytes[at + 7]).padStart(3, '0')}`,
    status: wordAt(bytes, at + 8),
    serial: longAt(bytes, at + 10),
    name: printable(bytes.subarray(at + HEAD, stop)),
    state: stop < end ? bytes[stop]! : -1,
  }
}

// 5-2.2.1.8
const states: Readonly<Record<number, string>> = Object.freeze({
  0: 'nonexistent',
  1: 'self testing',
  2: 'standby',
  3: 'operational',
  4: 'major recoverable fault',
  5: 'major unrecoverable fault',
})

export const serialText = (serial: number): string => hexNumber(serial, 8)

export const addressOf = (value: number): string =>
  `${(value >>> 24) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`

export function detailOf(identity: Identity): Record<string, string | number> {
  const { vendor, device, product, revision, status, serial, name, state } = identity
  return {
    vendor: vendorName(vendor),
    device: deviceType(device),
    product,
    revision,
    status: hexNumber(status, 4),
    serial: serialText(serial),
    name,
    ...(state < 0 ? {} : { state: states[state] ?? state }),
  }
}

const CERTAIN = 0.95

export function claimsOf({ vendor, device, revision, serial, name }: Identity): Claim[] {
  const told: [Claim['attribute'], string][] = [
    ['vendor', vendorName(vendor)],
    ['model', name],
    ['firmware', revision],
    ['serial', serial === 0 ? '' : serialText(serial)],
    ['description', deviceType(device)],
  ]
  return told
    .filter(([, value]) => value !== '')
    .map(([attribute, value]) => ({ about: 'server', attribute, value, confidence: CERTAIN }))
}

/** What answers through a port of the device is a module of it. */
export function identityFound({ object, route }: Asked, identity: Identity): Found {
  const found = nothing(object)
  found.detail = detailOf(identity)
  const { name, revision, serial } = identity
  found.claims = route
    ? [
        {
          about: 'server',
          attribute: 'module',
          value: `${route} ${name} ${revision} ${serialText(serial)}`,
          confidence: CERTAIN,
        },
      ]
    : claimsOf(identity)
  return found
}
