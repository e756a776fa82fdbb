import { join, text, u16le, u32le } from '../wire/bytes.ts'

/** Schneider's own function inside Modbus: function 90, a session key, then its own function. */
const UMAS = 0x5a
const READ_ID = 0x02
const TAKE_RESERVATION = 0x10
const STOP = 0x41
const DONE = 0xfe
const REFUSED = 0xfd

export const UMAS_READ_ID = Uint8Array.of(UMAS, 0, READ_ID)

/** Asks to be the only one who may change the controller; the owner's name stands behind its length. */
export const takeReservation = (owner: string): Uint8Array =>
  join(UMAS, 0, TAKE_RESERVATION, u32le(0), owner.length, text(owner))

/** With the session that every reservation here has. */
export const umasStop = Uint8Array.of(UMAS, 1, STOP, 0xff, 0x00)

export type Identity = { model: string; firmware: string; ident: number }

/** `v2.60` as it is on the wire: two digits of BCD each. */
const versionNumber = (firmware: string): number => {
  const [major, minor] = firmware.replace(/^v/i, '').split('.')
  return (Number.parseInt(major!, 16) << 8) | Number.parseInt(minor!, 16)
}

/** Range, ident, model, versions, crash code, name and one bank of memory. All little-endian. */
export function umasAnswer(request: Uint8Array, identity: Identity): Uint8Array {
  const key = request[1] ?? 0
  if (request[2] === TAKE_RESERVATION) return Uint8Array.of(UMAS, key, DONE, 1)
  if (request[2] === STOP) return Uint8Array.of(UMAS, key, DONE)
  if (request[2] !== READ_ID) return join(UMAS, key, REFUSED, [0x83, 0x01])
  const version = u16le(versionNumber(identity.firmware))
  const who = join(u16le(0x0d), u32le(identity.ident), u16le(0x0b40), version, u16le(1), version, u16le(0x0203))
  const bank = join(1, 0, u16le(0), u32le(4096))
  return join(UMAS, key, DONE, who, u32le(0), u16le(0), identity.model.length, text(identity.model), 1, bank)
}
