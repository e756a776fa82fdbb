/** The same for the same parts everywhere: two lanes of FNV-1a, mixed, 64 bits. Parts cannot run into each other. */
export function findingIdFrom(parts: readonly string[]): string {
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  const add = (unit: number) => {
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x85ebca6b)
  }
  for (const part of parts) {
    add(part.length)
    for (let at = 0; at < part.length; at++) add(part.charCodeAt(at))
  }
  low ^= high >>> 15
  high = Math.imul(high ^ (low >>> 13), 0xc2b2ae35)
  return `f-${hex(low)}${hex(high ^ (high >>> 16))}`
}

const hex = (bits: number): string => (bits >>> 0).toString(16).padStart(8, '0')
