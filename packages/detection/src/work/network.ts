// Networks in CIDR notation: RFC 4632 for IPv4, RFC 4291 2.3 for IPv6.

/** An address as 16-bit groups: two for IPv4, eight for IPv6; null where it is neither. */
function groupsOf(ip: string): readonly number[] | null {
  return ip.includes(':') ? groupsOfV6(ip) : groupsOfV4(ip)
}

function groupsOfV4(ip: string): number[] | null {
  const parts = ip.split('.')
  if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number)
  return [a * 256 + b, c * 256 + d]
}

function groupsOfV6(ip: string): number[] | null {
  const halves = ip.split('::')
  if (halves.length > 2) return null
  const [left = [], right = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - left.length - right.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const all = [...left, ...Array<string>(missing).fill('0'), ...right]
  return all.every(group => /^[0-9a-f]{1,4}$/i.test(group)) ? all.map(group => Number.parseInt(group, 16)) : null
}

export const isAddress = (ip: string): boolean => groupsOf(ip) !== null

/** Decides whether an address lies in a network; null where the text is no network. */
export function networkOf(cidr: string): ((ip: string) => boolean) | null {
  const [address = '', length = '', ...more] = cidr.split('/')
  const groups = groupsOf(address)
  if (!groups || more.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > 16 * groups.length) return null
  const masks = groups.map((_, at) => maskOf(Number(length) - 16 * at))
  const wanted = groups.map((group, at) => group & masks[at]!)
  return ip => {
    const own = groupsOf(ip)
    return own !== null && own.length === groups.length && own.every((group, at) => (group & masks[at]!) === wanted[at])
  }
}

/** The upper `bits` of 16. */
const maskOf = (bits: number): number => (bits >= 16 ? 0xffff : bits <= 0 ? 0 : (0xffff << (16 - bits)) & 0xffff)
