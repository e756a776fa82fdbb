// CONNECT and CONNACK. MQTT 3.1.1, 3.1 and 3.2; MQTT 5.0, 3.1 and 3.2.
import { printable, Reader } from '../reader.ts'
import type { Packet } from './parse.ts'
import { type Properties, readProperties, text } from './properties.ts'

export type Connect = {
  readonly version: number
  readonly clean: boolean
  readonly keepAlive: number
  readonly id: string
  readonly will: string
  readonly user: string
  readonly password: boolean
  readonly properties: Properties | null
}

const FLAG = { user: 0x80, password: 0x40, will: 0x04, clean: 0x02 }

export function readConnect({ bytes, start }: Packet): Connect {
  const reader = new Reader(bytes)
  reader.at = start
  text(reader) // protocol name
  const version = reader.u8()
  const flags = reader.u8()
  const keepAlive = reader.u16()
  const properties = version >= 5 ? readProperties(reader) : null
  const id = text(reader)
  let will = ''
  if ((flags & FLAG.will) !== 0) {
    if (version >= 5) readProperties(reader)
    will = text(reader)
    reader.skip(reader.u16())
  }
  const user = (flags & FLAG.user) !== 0 ? text(reader) : ''
  const password = (flags & FLAG.password) !== 0 && reader.u16() > 0
  return { version, clean: (flags & FLAG.clean) !== 0, keepAlive, id, will, user, password, properties }
}

/** Code of a CONNACK, and the properties of version 5. */
export function readConnack({ bytes, start }: Packet): { code: number; properties: Properties | null } {
  const reader = new Reader(bytes)
  reader.at = start + 1
  const code = reader.u8()
  return { code, properties: reader.left > 0 ? readProperties(reader) : null }
}

export type Filter = { readonly topic: string; readonly quality: number }
const MOST_FILTERS = 256

/** Topic filters behind the packet identifier; with a quality each when they subscribe. */
export function readFilters({ bytes, payload }: Packet, version: number, subscribes: boolean): Filter[] {
  const reader = new Reader(bytes)
  reader.at = payload
  if (version >= 5) readProperties(reader)
  const filters: Filter[] = []
  while (reader.left > 2 && filters.length < MOST_FILTERS) {
    const topic = printable(reader.take(reader.u16()), 512)
    const quality = subscribes ? reader.u8() & 3 : 0
    if (reader.short) return []
    filters.push({ topic, quality })
  }
  return filters
}

/** One code for each filter, in the order of the filters. */
export function readCodes({ bytes, payload }: Packet, version: number): number[] {
  const reader = new Reader(bytes)
  reader.at = payload
  if (version >= 5) readProperties(reader)
  const codes: number[] = []
  while (reader.left > 0 && codes.length < MOST_FILTERS) codes.push(reader.u8())
  return codes
}
