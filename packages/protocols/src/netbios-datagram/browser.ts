// Frames of the Windows browser: [MS-BRWS] 2.2. Hosts, masters and domains announce themselves in one format.
import { narrow } from '../carriers/unicode.ts'
import { Reader } from '../reader.ts'

/** 2.2, by number. */
export const commands: Readonly<Record<number, string>> = Object.freeze({
  1: 'host announcement',
  2: 'announcement request',
  8: 'request election',
  9: 'get backup list request',
  10: 'get backup list response',
  11: 'become backup',
  12: 'domain announcement',
  13: 'master announcement',
  14: 'reset state',
  15: 'local master announcement',
})

export type Announcement = {
  readonly name: string
  readonly major: number
  readonly minor: number
  /** Bits of what the host is, 2.2.1 and [MS-RAP] 2.5.5.2. */
  readonly types: number
  /** Of a domain: the name of its master. */
  readonly comment: string
}

/** What of the bits says something of a plant. */
export const roles: readonly (readonly [number, string])[] = [
  [0x0000_0004, 'SQL Server'],
  [0x0000_0008, 'domain controller'],
  [0x0000_0010, 'backup domain controller'],
  [0x0000_0020, 'time source'],
  [0x0000_0200, 'print server'],
  [0x0000_0800, 'Unix server'],
  [0x0004_0000, 'master browser'],
]

const ANNOUNCEMENTS: readonly number[] = [1, 12, 15]

/** Command, count, period, name, version, bits, the browser's own version and mark, and a comment; null when it is none. */
export function readAnnouncement(data: Uint8Array): Announcement | null {
  if (!ANNOUNCEMENTS.includes(data[0] ?? 0)) return null
  const reader = new Reader(data)
  reader.skip(6)
  const field = reader.take(16)
  const end = field.indexOf(0)
  const name = narrow(end < 0 ? field : field.subarray(0, end))
  const [major, minor, types] = [reader.u8(), reader.u8(), reader.u32le()]
  reader.skip(4)
  return reader.short ? null : { name, major, minor, types, comment: narrow(reader.rest(), 64) }
}
