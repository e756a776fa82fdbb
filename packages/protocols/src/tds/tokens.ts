// What a result tells in front of its rows: log-on, errors, messages. [MS-TDS] 2.2.7.
import { utf16 } from '../carriers/unicode.ts'
import { Reader } from '../reader.ts'

export type Told = {
  readonly error: { readonly number: number; readonly text: string } | null
  readonly server: string
  readonly program: string
  readonly challenge: Uint8Array | null
  /** The session now uses this database. */
  readonly database: string
}

const [ERROR, INFO, LOGIN_ACK, CHANGE, SSPI_TOKEN] = [0xaa, 0xab, 0xad, 0xe3, 0xed]
const MAX_TOKENS = 32
const DATABASE = 1
const TOKENS: ReadonlySet<number> = new Set([
  0x79,
  0x81,
  0x88,
  0xa4,
  0xa5,
  0xa9,
  ERROR,
  INFO,
  0xac,
  LOGIN_ACK,
  0xae,
  0xd1,
  0xd2,
  0xd3,
  CHANGE,
  0xe4,
  SSPI_TOKEN,
  0xee,
  0xfd,
  0xfe,
  0xff,
])
export const isToken = (byte: number): boolean => TOKENS.has(byte)

type Telling = { -readonly [K in keyof Told]: Told[K] }

export function readTokens(data: Uint8Array): Told {
  const told: Telling = { error: null, server: '', program: '', challenge: null, database: '' }
  const reader = new Reader(data)
  for (let i = 0; i < MAX_TOKENS && reader.left > 3; i++) {
    const take = takers[reader.u8()]
    if (!take) break
    const value = reader.take(reader.u16le())
    if (reader.short) break
    take(told, value)
  }
  return told
}

const takers: Readonly<Record<number, (told: Telling, value: Uint8Array) => void>> = {
  [ERROR]: (told, value) => {
    told.error ??= readSaid(value)
    told.server = readSaid(value).server || told.server
  },
  [INFO]: (told, value) => {
    told.server = readSaid(value).server || told.server
  },
  [LOGIN_ACK]: (told, value) => {
    told.program = programOf(value)
  },
  [SSPI_TOKEN]: (told, value) => {
    told.challenge = value
  },
  [CHANGE]: (told, value) => {
    if (value[0] === DATABASE) told.database = utf16(value.subarray(2, 2 + 2 * (value[1] ?? 0)))
  },
}

/** Number, state, class, text, server: 2.2.7.10. */
function readSaid(value: Uint8Array): { number: number; text: string; server: string } {
  const reader = new Reader(value)
  const number = reader.u32le()
  reader.skip(2)
  const text = utf16(reader.take(2 * reader.u16le()), 200)
  const server = utf16(reader.take(2 * reader.u8()), 64)
  return { number, text, server: reader.short ? '' : server }
}

/** Versions as they are sold, by the first number. */
const editions: Readonly<Record<number, string>> = {
  8: '2000',
  9: '2005',
  10: '2008',
  11: '2012',
  12: '2014',
  13: '2016',
  14: '2017',
  15: '2019',
  16: '2022',
  17: '2025',
}

/** `Microsoft SQL Server 2019 (15.0.2000)`. */
export function softwareOf(name: string, version: string): string {
  const [major, minor] = version.split('.').map(Number)
  const edition = major === 10 && minor! >= 50 ? '2008 R2' : editions[major!]
  return edition && name.startsWith('Microsoft') ? `${name} ${edition} (${version})` : `${name} ${version}`
}

/** Interface, version of TDS, name and version of the program: 2.2.7.14. */
function programOf(value: Uint8Array): string {
  const reader = new Reader(value)
  reader.skip(5)
  const name = utf16(reader.take(2 * reader.u8()), 64)
  const [major, minor, build] = [reader.u8(), reader.u8(), reader.u16()]
  return reader.short ? '' : softwareOf(name, `${major}.${minor}.${build}`)
}
