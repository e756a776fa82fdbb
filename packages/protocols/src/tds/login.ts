// What both sides tell when they connect: pre-login ([MS-TDS] 2.2.6.5) and login (2.2.6.4).
import { utf16 } from '../carriers/unicode.ts'
import { Reader } from '../reader.ts'

export type Prelogin = {
  readonly version: string
  readonly encryption: number
  readonly instance: string
}

const [VERSION, ENCRYPTION, INSTANCE, TERMINATOR] = [0, 1, 2, 0xff]
const MAX_OPTIONS = 16

/** A table of options with their places. Null when it is none: the version comes first. */
export function readPrelogin(data: Uint8Array): Prelogin | null {
  if (data[0] !== VERSION) return null
  const found = { version: '', encryption: -1, instance: '' }
  for (let i = 0, at = 0; i < MAX_OPTIONS && at + 5 <= data.length; i++, at += 5) {
    const option = data[at]!
    if (option === TERMINATOR) break
    const start = (data[at + 1]! << 8) | data[at + 2]!
    const value = data.subarray(start, start + ((data[at + 3]! << 8) | data[at + 4]!))
    if (option === VERSION && value.length >= 4) {
      found.version = `${value[0]}.${value[1]}.${(value[2]! << 8) | value[3]!}`
    }
    if (option === ENCRYPTION && value.length > 0) found.encryption = value[0]!
    if (option === INSTANCE) found.instance = instanceOf(value)
  }
  return found
}

function instanceOf(value: Uint8Array): string {
  let text = ''
  for (let i = 0; i < value.length && i < 64 && value[i] !== 0; i++) {
    if (value[i]! > 0x20 && value[i]! < 0x7f) text += String.fromCharCode(value[i]!)
  }
  return text
}

export type Login = {
  readonly host: string
  readonly user: string
  readonly password: boolean
  readonly application: string
  readonly server: string
  readonly library: string
  readonly database: string
  readonly token: Uint8Array
}

/** Where the pairs of offset and length start, and their order. */
const PAIRS = 36
const SSPI_AT = 78

/** Null when the fixed part is cut. Lengths count characters; the password is obscured, not encrypted (2.2.6.4). */
export function readLogin(data: Uint8Array): Login | null {
  if (data.length < SSPI_AT + 4) return null
  const text = (index: number): string => utf16(field(data, PAIRS + 4 * index, 2), 128)
  return {
    host: text(0),
    user: text(1),
    password: field(data, PAIRS + 8, 2).length > 0,
    application: text(3),
    server: text(4),
    library: text(6),
    database: text(8),
    token: field(data, SSPI_AT, 1),
  }
}

function field(data: Uint8Array, at: number, width: number): Uint8Array {
  const reader = new Reader(data)
  reader.at = at
  const [offset, length] = [reader.u16le(), reader.u16le() * width]
  return offset + length > data.length ? data.subarray(0, 0) : data.subarray(offset, offset + length)
}
