import { join, type Part, text, u16, u32 } from './bytes.ts'

/** RFC 2132, 9.6. */
export const DHCP = { discover: 1, offer: 2, request: 3, acknowledge: 5 } as const

const COOKIE = [0x63, 0x82, 0x53, 0x63]
const option = (code: number, ...value: readonly Part[]): Uint8Array => {
  const bytes = join(...value)
  return join(code, bytes.length, bytes)
}
const NOBODY = new Uint8Array(4)

export type Lease = { mac: Uint8Array; name: string; transaction: number; ip: Uint8Array; server: Uint8Array }

/** RFC 2131, 2: the fixed part, then options. */
function message(answer: boolean, { mac, transaction, ip }: Lease, options: readonly Uint8Array[]): Uint8Array {
  const head = join(answer ? 2 : 1, 1, 6, 0, u32(transaction), u16(0), u16(answer ? 0 : 0x8000), NOBODY)
  const yours = answer ? ip : NOBODY
  return join(head, yours, NOBODY, NOBODY, mac, new Uint8Array(10), new Uint8Array(192), COOKIE, ...options, 255)
}

/** What the client says: who it is, what it wants to know, which address it would like. */
export function dhcpAsk(kind: number, lease: Lease): Uint8Array {
  const wish = kind === DHCP.request ? [option(50, lease.ip), option(54, lease.server)] : []
  return message(false, lease, [
    option(53, kind),
    option(61, 1, lease.mac),
    option(12, text(lease.name)),
    ...wish,
    option(55, [1, 121, 3, 6, 15, 108, 114, 119, 252]),
  ])
}

/** What the server gives: the address, for an hour, the mask and the router. */
export function dhcpAnswer(kind: number, lease: Lease): Uint8Array {
  return message(true, lease, [
    option(53, kind),
    option(54, lease.server),
    option(51, u32(3600)),
    option(1, [255, 255, 255, 0]),
    option(3, lease.server),
  ])
}
