// IPv4 networks as numbers: RFC 4632. IPv6 is grouped by its 64 bits of network, RFC 4291 section 2.5.4.

/** 32 bits, unsigned; null where the text is no IPv4 address. */
export function numberOf(ip: string): number | null {
  const parts = ip.split('.')
  if (parts.length !== 4) return null
  let number = 0
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null
    number = number * 256 + Number(part)
  }
  return number
}

export const textOf = (ip: number): string =>
  [ip >>> 24, (ip >>> 16) & 255, (ip >>> 8) & 255, ip & 255].map(String).join('.')

const maskOf = (prefix: number): number => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0)

export const baseOf = (ip: number, prefix: number): number => (ip & maskOf(prefix)) >>> 0

/** The length that a mask stands for; null where its bits are not in one row. */
export function prefixOf(mask: string): number | null {
  const bits = numberOf(mask)
  if (bits === null) return null
  const prefix = Math.clz32(~bits)
  return maskOf(prefix) === bits ? prefix : null
}

export type Network = { readonly base: number; readonly prefix: number }

export const networkAt = (ip: number, prefix: number): Network => ({ base: baseOf(ip, prefix), prefix })

export const cidrOf = ({ base, prefix }: Network): string => `${textOf(base)}/${prefix}`

export function networkFrom(cidr: string): Network | null {
  const [address = '', length] = cidr.split('/')
  const ip = numberOf(address)
  const prefix = length === undefined ? 32 : /^\d{1,2}$/.test(length) ? Number(length) : 33
  return ip === null || prefix > 32 ? null : networkAt(ip, prefix)
}

export const holds = ({ base, prefix }: Network, ip: number): boolean => baseOf(ip, prefix) === base

/** The longest prefix that both addresses share. */
export const commonPrefix = (a: number, b: number): number => Math.clz32((a ^ b) >>> 0)

/** So that 10.0.0.9 comes before 10.0.0.10. */
export const byAddress = (a: string, b: string): number => {
  const [one, other] = [numberOf(a.split('/')[0]!), numberOf(b.split('/')[0]!)]
  if (one !== null && other !== null) return one - other || (a < b ? -1 : a > b ? 1 : 0)
  if (one !== null || other !== null) return one !== null ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
