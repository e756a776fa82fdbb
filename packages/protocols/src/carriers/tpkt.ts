// TPKT: packets on a TCP stream. RFC 1006, section 6: version 3, a reserved byte, a length that counts the header too.
export const TPKT_HEADER = 4
/** Header, COTP length indicator, TPDU code and the EOT byte of an empty DT TPDU: the shortest packet there is. */
export const TPKT_SHORTEST = 7
export const TPKT_LONGEST = 0xffff

/** The length a packet at `at` declares; 0 when the four bytes there are no TPKT header. The caller checks they exist. */
export function tpktLength(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 3) return 0
  const length = (bytes[at + 2]! << 8) | bytes[at + 3]!
  return length < TPKT_SHORTEST ? 0 : length
}
