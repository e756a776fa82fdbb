// Facts about headers that need no state. Sources: those of decoder.ts.
export const IPV4 = 0x0800
export const IPV6 = 0x86dd

/** Bytes that a tag takes with the type that follows it; 0 when this is no tag. */
export function tagSize(type: number): number {
  if (type === 0x8100 || type === 0x88a8 || type === 0x9100 || type === 0x9200) return 4
  return type === 0x892f ? 6 : 0
}

export const isExtension = (next: number): boolean =>
  next === 0 || next === 43 || next === 44 || next === 51 || next === 60 || next === 135 || next === 139 || next === 140

/** Bytes of an extension header; the fragment header is fixed, the authentication header counts in fours. */
export function extensionSize(type: number, length: number): number {
  if (type === 44) return 8
  return type === 51 ? (length + 2) * 4 : (length + 1) * 8
}

/** IEC 62439-3, 4.2.7: six bytes at the end, the last two 0x88FB, its size field counting from the type on. */
export function prpTrailer(view: DataView, at: number, end: number): number {
  if (end - at < 6 || view.getUint16(end - 2) !== 0x88fb) return 0
  const field = view.getUint16(end - 4)
  const lan = field >> 12
  return (lan === 0xa || lan === 0xb) && (field & 0x0fff) === end - at ? 6 : 0
}

/** Types that a pseudowire carries often enough to be told from two bytes of something else. */
export const isUsual = (type: number): boolean =>
  type === IPV4 || type === IPV6 || type === 0x0806 || type === 0x8100 || type === 0x88a8 || type === 0x8847
