// CRC-16 of Modbus RTU: Modbus over Serial Line V1.02, 6.2.2. Polynomial 0xA001 reflected, start 0xFFFF.

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  return crc
})

/** CRC of the first `count` bytes. */
export function crc16(bytes: Uint8Array, count: number): number {
  let crc = 0xffff
  for (let i = 0; i < count; i++) crc = (crc >> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!
  return crc
}
