// Greeting and login of MySQL: MySQL Internals, connection phase, handshake version 10 and handshake response 41.
import { narrow, terminated } from '../carriers/unicode.ts'
import { Reader } from '../reader.ts'

export type Greeting = { readonly version: string }

/** Protocol version, version of the server, number of the connection and eight bytes of challenge. */
export function readGreeting(contents: Uint8Array): Greeting | null {
  const version = terminated(contents, 1, false)
  return contents.length < version.next + 13 ? null : { version: version.text }
}

export type Login = {
  readonly user: string
  readonly database: string
  readonly plugin: string
  readonly attributes: ReadonlyMap<string, string>
}

const [WITH_DATABASE, NEW_PROTOCOL, SECURE, PLUGIN, ATTRIBUTES, LENGTH_ENCODED] = [
  0x8, 0x200, 0x8000, 0x8_0000, 0x10_0000, 0x20_0000,
]
const FIXED = 32
const MAX_ATTRIBUTES = 16

/** Null for what older versions send, and for a token of another round. */
export function readLogin(contents: Uint8Array): Login | null {
  const reader = new Reader(contents)
  const flags = reader.u32le()
  if ((flags & NEW_PROTOCOL) === 0 || contents.subarray(13, FIXED).some(byte => byte !== 0)) return null
  const user = terminated(contents, FIXED, false)
  reader.at = user.next
  if ((flags & (LENGTH_ENCODED | SECURE)) !== 0) reader.skip(reader.u8())
  else reader.at = terminated(contents, user.next, false).next
  const database = (flags & WITH_DATABASE) !== 0 ? text(reader) : ''
  const plugin = (flags & PLUGIN) !== 0 ? text(reader) : ''
  const attributes = (flags & ATTRIBUTES) !== 0 ? pairs(reader) : new Map<string, string>()
  return { user: user.text, database, plugin, attributes }
}

function text(reader: Reader): string {
  const found = terminated(reader.bytes, reader.at, false)
  reader.at = found.next
  return found.text
}

/** Names and values, each behind a length; those of more than 250 bytes are left out with what follows. */
function pairs(reader: Reader): Map<string, string> {
  const found = new Map<string, string>()
  if (reader.u8() > 250) reader.skip(2)
  for (let i = 0; i < MAX_ATTRIBUTES && reader.left > 1; i++) {
    const name = narrow(reader.take(reader.u8()), 64)
    const value = narrow(reader.take(reader.u8()), 128)
    if (reader.short) break
    found.set(name, value)
  }
  return found
}
