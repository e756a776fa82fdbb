// Description blocks: what a KNXnet/IP device tells of itself. KNX standard 03_08_02, 7.5.4.
import type { Attribute, Claim, Side } from '@nautilus/model'
import { hex, hexNumber } from '../reader.ts'
import { manufacturerOf } from './manufacturers.ts'
import { individual, word } from './message.ts'

export type Detail = Record<string, string | number>
export type Told = { readonly claims: Claim[]; readonly detail: Detail; readonly about: Side }

const MAX_BLOCKS = 16
const MAX_LISTED = 16

export const tell = (told: Told, attribute: Attribute, value: string, confidence = 0.95): void => {
  if (value !== '') told.claims.push({ about: told.about, attribute, value, confidence })
}

/** ISO 8859-1, ended by a zero. */
export function latin(bytes: Uint8Array, at: number, end: number): string {
  let text = ''
  for (let k = at; k < end && k < bytes.length && bytes[k] !== 0; k++) {
    const byte = bytes[k]!
    const shown = (byte >= 0x20 && byte < 0x7f) || byte >= 0xa0
    text += shown ? String.fromCharCode(byte) : '.'
  }
  return text.trimEnd()
}

export const macOf = (bytes: Uint8Array, at: number): string => {
  let text = ''
  for (let k = at; k < at + 6; k++) text += `${k > at ? ':' : ''}${(bytes[k] ?? 0).toString(16).padStart(2, '0')}`
  return text
}

/** 03_05_01, 4.3.5: the manufacturer's number, then its own. */
export const serialOf = (bytes: Uint8Array, at: number): string => {
  const text = hex(bytes.subarray(at, at + 6))
  return `${text.slice(0, 4)}:${text.slice(4)}`
}

const isZero = (bytes: Uint8Array, at: number, end: number): boolean => {
  for (let k = at; k < end; k++) if (bytes[k] !== 0) return false
  return true
}

export function tellSerial(told: Told, bytes: Uint8Array, at: number): void {
  if (isZero(bytes, at, at + 6)) return
  tell(told, 'serial', serialOf(bytes, at))
  tell(told, 'vendor', manufacturerOf(word(bytes, at)), 0.9)
}

const media: Readonly<Record<number, string>> = Object.freeze({
  0x02: 'TP1',
  0x04: 'PL110',
  0x10: 'RF',
  0x20: 'IP',
})

const DEVICE = 54

/** 7.5.4.2 */
function device(told: Told, bytes: Uint8Array, at: number, end: number): void {
  if (end - at < DEVICE) return
  const medium = media[bytes[at + 2]!] ?? hexNumber(bytes[at + 2]!)
  told.detail.medium = medium
  const address = word(bytes, at + 4)
  told.detail.individualAddress = individual(address)
  if (address !== 0xffff) tell(told, 'address', `KNX ${individual(address)}`, 0.9)
  tell(told, 'capability', `KNX medium ${medium}`, 0.9)
  const project = word(bytes, at + 6)
  if (project !== 0) told.detail.project = `${project >> 4}/${project & 15}`
  if ((bytes[at + 3]! & 1) === 1) {
    told.detail.programming = 'on'
    tell(told, 'mode', 'programming', 0.9)
  }
  tellSerial(told, bytes, at + 8)
  if (!isZero(bytes, at + 14, at + 18)) told.detail.multicast = bytes.subarray(at + 14, at + 18).join('.')
  if (!isZero(bytes, at + 18, at + 24)) tell(told, 'address', macOf(bytes, at + 18), 0.95)
  const name = latin(bytes, at + 24, at + DEVICE)
  if (name !== '') told.detail.name = name
  tell(told, 'name', name, 0.9)
}

const families: Readonly<Record<number, string>> = Object.freeze({
  2: 'core',
  3: 'device management',
  4: 'tunnelling',
  5: 'routing',
  6: 'remote logging',
  7: 'remote configuration',
  8: 'object server',
  9: 'security',
})

/** 7.5.4.3, 7.5.4.7: pairs of family and version. */
function services(told: Told, bytes: Uint8Array, at: number, end: number, prefix: string): void {
  for (let k = at + 2; k + 2 <= end && k < at + 2 + 2 * MAX_LISTED; k += 2) {
    const name = families[bytes[k]!] ?? `family ${bytes[k]}`
    tell(told, 'capability', `${prefix} ${name} ${bytes[k + 1]}`, 0.95)
  }
}

const supported = (told: Told, bytes: Uint8Array, at: number, end: number): void =>
  services(told, bytes, at, end, 'KNXnet/IP')
const secured = (told: Told, bytes: Uint8Array, at: number, end: number): void =>
  services(told, bytes, at, end, 'KNX IP Secure')

/** 7.5.4.4, 7.5.4.5: address, mask, gateway. */
function network(told: Told, bytes: Uint8Array, at: number, end: number): void {
  if (end - at < 14) return
  const known = told.detail.ip
  const ip = bytes.subarray(at + 2, at + 6).join('.')
  told.detail.ip = ip
  told.detail.mask = bytes.subarray(at + 6, at + 10).join('.')
  if (!isZero(bytes, at + 10, at + 14)) told.detail.gateway = bytes.subarray(at + 10, at + 14).join('.')
  if (ip !== known && !isZero(bytes, at + 2, at + 6)) tell(told, 'address', ip, 0.9)
}

/** 7.5.4.6: that of the device, then those that it lends. */
function addresses(told: Told, bytes: Uint8Array, at: number, end: number): void {
  for (let k = at + 2; k + 2 <= end && k < at + 2 + 2 * MAX_LISTED; k += 2)
    tell(told, 'address', `KNX ${individual(word(bytes, k))}`, 0.85)
}

/** Tunnelling information: longest APDU, then addresses and what they are used for. */
function tunnels(told: Told, bytes: Uint8Array, at: number, end: number): void {
  if (end - at < 4) return
  let named = ''
  for (let k = at + 4; k + 4 <= end && k < at + 4 + 4 * MAX_LISTED; k += 4) {
    const free = (bytes[k + 3]! & 1) === 1
    named += `${named === '' ? '' : ', '}${individual(word(bytes, k))} ${free ? 'free' : 'in use'}`
  }
  told.detail.longestApdu = word(bytes, at + 2)
  if (named !== '') told.detail.tunnels = named
}

function extended(told: Told, bytes: Uint8Array, at: number, end: number): void {
  if (end - at < 8) return
  told.detail.longestApdu = word(bytes, at + 4)
  tell(told, 'hardware', `KNX device descriptor ${hexNumber(word(bytes, at + 6), 4)}`, 0.8)
}

function maker(told: Told, bytes: Uint8Array, at: number, end: number): void {
  if (end - at >= 4) tell(told, 'vendor', manufacturerOf(word(bytes, at + 2)), 0.9)
}

type Block = (told: Told, bytes: Uint8Array, at: number, end: number) => void
const blocks: Readonly<Record<number, Block>> = Object.freeze({
  0x01: device,
  0x02: supported,
  0x03: network,
  0x04: network,
  0x05: addresses,
  0x06: secured,
  0x07: tunnels,
  0x08: extended,
  0xfe: maker,
})

/** Each block begins with its own length. */
export function tellBlocks(told: Told, bytes: Uint8Array, start: number): void {
  let at = start
  for (let k = 0; k < MAX_BLOCKS && at + 2 <= bytes.length; k++) {
    const end = at + bytes[at]!
    if (end < at + 2 || end > bytes.length) return
    blocks[bytes[at + 1]!]?.(told, bytes, at, end)
    at = end
  }
}

/** Whether blocks fill the rest. */
export function areBlocks(bytes: Uint8Array, start: number): boolean {
  let at = start
  while (at + 2 <= bytes.length) {
    if (bytes[at]! < 2) return false
    at += bytes[at]!
  }
  return at === bytes.length
}
