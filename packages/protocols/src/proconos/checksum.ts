// CRC-16 of ProConOS frames: polynomial 0x1021, reflected, from 0, least significant byte first ("KERMIT"). Found from frames
// in public scripts; no specification says so.
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >> 1) ^ 0x8408 : value >> 1
  return value
})

export function checksum(bytes: Uint8Array, end: number): number {
  let value = 0
  for (let at = 0; at < end; at++) value = (value >> 8) ^ TABLE[(value ^ bytes[at]!) & 0xff]!
  return value
}
