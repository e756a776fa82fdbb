import { join, text, u16le, u32le } from '../wire/bytes.ts'

/** Schneider's own function inside Modbus: function 90, a session key, then its own function. */
const UMAS = 0x5a
const READ_ID = 0x02
const DONE = 0xfe
const REFUSED = 0xfd

export const UMAS_READ_ID = Uint8Array.of(UMAS, 0, READ_ID)

export type Identity = { model: string; firmware: string; ident: number }

/** `v2.60` as it is on the wire: two digits of BCD each. */
const versionNumber = (firmware: string): number => {
  const [major, minor] = firmware.replace(/^v/i, '').split('.')
  return (Number.parseInt(major!, 16) << 8) | Number.parseInt(minor!, 16)
}

/** Range, ident, model, versions, crash code, name and one bank of memory. All little-endian. */
export function umasAnswer(request: Uint8Array, identity: Identity): Uint8Array {
  const key = request[1] ?? 0
  if (request[2] !== READ_ID) return join(UMAS, key, REFUSED, [0x83, 0x01])
  const version = u16le(versionNumber(identity.firmware))
  const who = join(u16le(0x0d), u32le(identity.ident), u16le(0x0b40), version, u16le(1), version, u16le(0x0203))
  const bank = join(1, 0, u16le(0), u32le(4096))
  return join(UMAS, key, DONE, who, u32le(0), u16le(0), identity.model.length, text(identity.model), 1, bank)
}
