// The word by which a person without a session acknowledges: it follows from the page, and only we can make it. Whoever
// follows the link changes nothing; a button posts it.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export type PageKey = { readonly tenant: string; readonly site: string; readonly id: string }

/** µs for which it holds, from when the page was made. */
export const GOOD_FOR = 24 * 3600e6

const macOf = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(`nautilus acknowledgement ${body}`).digest('base64url')

export function tokenOf(secret: string, { tenant, site, id }: PageKey): string {
  const body = Buffer.from(JSON.stringify([tenant, site, id])).toString('base64url')
  return `${body}.${macOf(secret, body)}`
}

/** Null where it is none of ours. */
export function pageOfToken(secret: string, token: string): PageKey | null {
  const [body = '', mac = ''] = token.split('.')
  const [given, own] = [Buffer.from(mac), Buffer.from(macOf(secret, body))]
  if (given.length !== own.length || !timingSafeEqual(given, own)) return null
  const [tenant, site, id] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [string, string, string]
  return { tenant, site, id }
}

/** The page of the link that it carries; null where it is none. Whether we made the link is not asked. */
export function pageOfLink(link: string): string | null {
  const body = /\/acknowledge#([\w-]+)\./.exec(link)?.[1]
  return body ? (JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as string[])[2]! : null
}

/** Of a page, for receivers: the same for each try, and it says nothing of people. */
export const keyOfPage = ({ tenant, site, id }: PageKey): string =>
  `page_${createHash('sha256')
    .update(JSON.stringify([tenant, site, id]))
    .digest('hex')
    .slice(0, 32)}`
