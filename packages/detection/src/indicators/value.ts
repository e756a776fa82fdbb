// What a value of a feed is. Feeds write them so that nobody clicks them by mistake: `hxxp://bad[.]example`.
import { isAddress, networkOf } from '../work/network.ts'
import type { Indicator } from './indicator.ts'

type Value = Pick<Indicator, 'kind' | 'value'>

/** Labels of letters, digits, hyphens and underscores, at least two of them: RFC 1035, 2.3.1, as names are used. */
const domain = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.){1,30}[a-z\d-]{2,63}$/

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^hxxp/, 'http')
    .replaceAll('[.]', '.')
    .replaceAll('(.)', '.')
    .replaceAll('[:]', ':')

/** Null where it is neither address nor network, domain nor page. */
export function readValue(written: string): Value | null {
  const text = plain(written)
  return pageOf(text) ?? addressOf(text) ?? domainOf(text)
}

export function addressOf(written: string): Value | null {
  const text = plain(written)
  if (isAddress(text)) return { kind: 'address', value: text }
  // Everything is in such a network, so that it says nothing.
  return text.includes('/') && networkOf(text) !== null && !text.endsWith('/0')
    ? { kind: 'address', value: text }
    : null
}

export function domainOf(written: string): Value | null {
  const text = plain(written).replace(/^\*\./, '').replace(/\.$/, '')
  return domain.test(text) && !/^[\d.]+$/.test(text) ? { kind: 'domain', value: text } : null
}

/** Host and path, without what is asked of the page; a page that is only a host is that host. */
export function pageOf(written: string): Value | null {
  const found = /^[a-z][a-z\d+.-]{1,15}:\/\/([^/?#]+)([^?#]*)/.exec(plain(written))
  if (!found) return null
  const [, authority = '', path = ''] = found
  const host = authority.replace(/^[^@]*@/, '').replace(/:\d+$/, '')
  if (path === '' || path === '/') return addressOf(host) ?? domainOf(host)
  return { kind: 'url', value: host + path }
}
