// What client and server tell of themselves in the MCS connect: [MS-RDPBCGR] 2.2.1.3 and 2.2.1.4; and the client info of
// 2.2.1.11, which is in clear where there is no encryption.
import { utf16 } from '../carriers/unicode.ts'
import { printable, Reader } from '../reader.ts'

/** H.221 keys in front of the settings, T.124 8.7: of the client, and of the server. */
const KEYS = { client: [0x44, 0x75, 0x63, 0x61], server: [0x4d, 0x63, 0x44, 0x6e] }
const MAX_BLOCKS = 16
const MAX_CHANNELS = 31
const [CORE, CHANNELS, SERVER_SECURITY] = [0xc001, 0xc003, 0x0c02]

export type ClientSettings = {
  readonly name: string
  readonly build: number
  readonly keyboard: number
  readonly width: number
  readonly height: number
  readonly channels: readonly string[]
}
export type ServerSettings = { readonly method: number; readonly level: number }

type Blocks = Map<number, Uint8Array>

/** Blocks with type and length, behind the key and a packed length. */
function blocksOf(data: Uint8Array, key: readonly number[]): Blocks {
  const found: Blocks = new Map()
  let at = data.findIndex((_, i) => key.every((byte, k) => data[i + k] === byte))
  if (at < 0) return found
  at += key.length
  at += (data[at] ?? 0) >= 0x80 ? 2 : 1
  for (let i = 0; i < MAX_BLOCKS && at + 4 <= data.length; i++) {
    const type = data[at]! | (data[at + 1]! << 8)
    const length = data[at + 2]! | (data[at + 3]! << 8)
    if (length < 4 || at + length > data.length) break
    if (!found.has(type)) found.set(type, data.subarray(at + 4, at + length))
    at += length
  }
  return found
}

export function clientSettings(data: Uint8Array): ClientSettings | null {
  const blocks = blocksOf(data, KEYS.client)
  const core = blocks.get(CORE)
  if (!core) return null
  const reader = new Reader(core)
  reader.skip(4)
  const [width, height] = [reader.u16le(), reader.u16le()]
  reader.skip(4)
  const [keyboard, build] = [reader.u32le(), reader.u32le()]
  const name = utf16(reader.take(32))
  return reader.short ? null : { name, build, keyboard, width, height, channels: channels(blocks) }
}

/** Virtual channels: `rdpdr` redirects drives, `cliprdr` the clipboard. */
function channels(blocks: Blocks): string[] {
  const reader = new Reader(blocks.get(CHANNELS) ?? new Uint8Array())
  const count = reader.u32le()
  const names: string[] = []
  for (let i = 0; i < count && i < MAX_CHANNELS; i++) {
    const name = printable(reader.take(8))
    reader.skip(4)
    if (reader.short) break
    names.push(name)
  }
  return names
}

export function serverSettings(data: Uint8Array): ServerSettings | null {
  const security = blocksOf(data, KEYS.server).get(SERVER_SECURITY)
  if (!security) return null
  const reader = new Reader(security)
  const settings = { method: reader.u32le(), level: reader.u32le() }
  return reader.short ? null : settings
}

export type ClientInfo = { readonly user: string; readonly domain: string; readonly password: boolean }

const UNICODE = 0x10 // INFO_UNICODE
const SECURITY_HEADER = 4

/** Null when it is cut. */
export function clientInfo(data: Uint8Array): ClientInfo | null {
  const reader = new Reader(data)
  reader.skip(SECURITY_HEADER + 4)
  const wide = (reader.u32le() & UNICODE) !== 0
  const [domainLength, userLength, passwordLength] = [reader.u16le(), reader.u16le(), reader.u16le()]
  reader.skip(4)
  const end = wide ? 2 : 1
  const text = (length: number): string => {
    const bytes = reader.take(length)
    reader.skip(end)
    return wide ? utf16(bytes) : printable(bytes)
  }
  const domain = text(domainLength)
  const user = text(userLength)
  return reader.short ? null : { user, domain, password: passwordLength > 0 }
}
