// Requests that the platform makes, to addresses that people wrote: the one place where it does. Of the internet alone,
// unless the configuration says otherwise for this one; no redirects; answers are capped (OWASP, SSRF prevention).
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { type Agent, request as overHttp } from 'node:http'
import { request as overHttps, type Agent as SafeAgent } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export type OutgoingRules = {
  /** Addresses of one's own network, and HTTP without TLS, are good too. */
  readonly allowPrivate: boolean
  /** ms for the whole of it, where it is not the usual. */
  readonly patience?: number
  /** Bytes of an answer, where it may be longer than usual. */
  readonly most?: number
}

export type Outgoing = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
  /** Kept connections; not given: one for each request. */
  readonly through?: Through | undefined
}

export type Through = {
  readonly http: Agent
  readonly https: SafeAgent
  /** The host that these agents connect to in place of the one that is asked; null: none. It has to be allowed too. */
  readonly proxy: string | null
}

/** ms for the whole of it. */
const PATIENCE = 10_000
/** Bytes of an answer. */
const MOST = 1 << 20

/** IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890): what is not reached over the internet. */
const special = new BlockList()
const ranges4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
const ranges6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20'
for (const [family, text] of [
  ['ipv4', ranges4],
  ['ipv6', ranges6],
] as const)
  for (const range of text.split(' ')) {
    const [address = '', bits] = range.split('/')
    special.addSubnet(address, Number(bits), family)
  }
/** Global unicast; everything else of IPv6 is local, mapped, translated or reserved. */
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')

export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !special.check(address, 'ipv4')
  return family === 6 && global6.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

/** Thrown where an address is not for us to ask. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden'
}

/** Throws when the address is not allowed, nobody answers, or the answer is too large. */
export async function ask(address: string | URL, rules: OutgoingRules, outgoing: Outgoing = {}): Promise<Response> {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'https:' && !(rules.allowPrivate && url.protocol === 'http:'))
    throw new Forbidden(`${url.origin} does not begin with https://.`)
  if (url.username || url.password) throw new Forbidden(`${url.origin} has a user name in it.`)
  // A name is looked up once, and that very address is connected to: a second answer cannot be another.
  if (!rules.allowPrivate && isIP(host) && !isPublicAddress(host))
    throw new Forbidden(`${host} is no address of the internet.`)
  const found = await addressesOf(host, rules)
  const proxy = outgoing.through?.proxy ?? null
  const reached = proxy === null ? found : await addressesOf(proxy, rules)
  const { patience = PATIENCE, most = MOST } = rules
  return answered(url, outgoing, { found: reached, patience, most })
}

/** Where clouds tell machines their secrets; nothing that takes events is there, whatever is allowed. */
const linkLocal = new BlockList()
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4')
linkLocal.addSubnet('fe80::', 10, 'ipv6')
linkLocal.addAddress('fd00:ec2::254', 'ipv6')
linkLocal.addSubnet('::ffff:169.254.0.0', 112, 'ipv6')

const isLinkLocal = (address: string): boolean => linkLocal.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Of a name, all that may be connected to. Throws `Forbidden`, or where the name is not known. */
export async function addressesOf(host: string, { allowPrivate }: OutgoingRules): Promise<LookupAddress[]> {
  const all = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true })
  if (all.some(({ address }) => isLinkLocal(address)))
    throw new Forbidden(`${host} is an address that machines give themselves, and nothing is asked there.`)
  const odd = all.find(({ address }) => !allowPrivate && !isPublicAddress(address))
  if (odd?.address === host) throw new Forbidden(`${host} is no address of the internet.`)
  if (odd || all.length === 0)
    throw new Forbidden(`${host} leads to ${odd?.address}, which is no address of the internet.`)
  return all
}

export const pinned =
  (found: readonly LookupAddress[]): LookupFunction =>
  (_host, options, done) => {
    const [first] = found
    if (options.all) done(null, [...found])
    else done(null, first?.address ?? '', first?.family ?? 4)
  }

function answered(
  url: URL,
  { method = 'GET', headers = {}, body, through }: Outgoing,
  { found, patience, most }: { readonly found: LookupAddress[]; readonly patience: number; readonly most: number },
): Promise<Response> {
  const request = url.protocol === 'https:' ? overHttps : overHttp
  return new Promise((resolve, reject) => {
    const agent = through ? (url.protocol === 'https:' ? through.https : through.http) : false
    const signal = AbortSignal.timeout(patience)
    const sent = request(url, { method, headers, lookup: pinned(found), agent, signal }, response => {
      const pieces: Buffer[] = []
      let size = 0
      response.on('data', (piece: Buffer) => {
        size += piece.length
        if (size > most) sent.destroy(new Error(`${url.host} answered with more than ${most} bytes.`))
        else pieces.push(piece)
      })
      response.on('error', reject)
      response.on('end', () => resolve(responseOf(response.statusCode ?? 502, response.headers, Buffer.concat(pieces))))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function responseOf(status: number, told: NodeJS.Dict<string | string[]>, body: Buffer): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(told)) if (value !== undefined) headers.append(name, value.toString())
  const isEmpty = status === 204 || status === 205 || status === 304
  return new Response(isEmpty ? null : new Uint8Array(body), { status, headers })
}
