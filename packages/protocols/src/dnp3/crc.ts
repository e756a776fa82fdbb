// The CRC of DNP3 link frames: IEEE 1815-2012, 9.2.4.3. Polynomial 0x3D65 reflected, start 0, complemented, low byte first.

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa6bc : crc >> 1
  return crc
})

/** Whether the two bytes at `end` are the CRC of those from `start` to `end`. */
export function holds(bytes: Uint8Array, start: number, end: number): boolean {
  let crc = 0
  for (let i = start; i < end; i++) crc = (crc >> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!
  crc = ~crc & 0xffff
  return bytes[end] === (crc & 0xff) && bytes[end + 1] === crc >> 8
}
