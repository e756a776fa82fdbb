/** A readable id, the same for the same address everywhere. */
export const assetIdFrom = (address: string): string => `a-${hashOf(address)}`

/** Two lanes of FNV-1a, mixed, 48 bits as hex digits. */
export function hashOf(address: string): string {
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  for (let at = 0; at < address.length; at++) {
    const unit = address.charCodeAt(at)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x85ebca6b)
  }
  low ^= high >>> 15
  high = Math.imul(high ^ (low >>> 13), 0xc2b2ae35)
  return `${hex(low, 8)}${hex(high ^ (high >>> 16), 8).slice(4)}`
}

const hex = (bits: number, digits: number): string => (bits >>> 0).toString(16).padStart(digits, '0')
