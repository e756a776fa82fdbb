// Threat feeds as one book: read from the store by their hashes, so that replay finds what the site knew then.
import { type Indicator, type IndicatorBook, indicatorBook, readIndicators } from '@nautilus/detection'
import { asTenant, type Database, type FeedRef, feedBody } from '@nautilus/store'

/** Books that are kept: the sites of a tenant look for the same. */
const MOST_BOOKS = 4
const books = new Map<string, IndicatorBook>()

/** Null where there is no feed. What is no longer kept is told, and left out. */
export async function feedBookOf(
  database: Database,
  tenant: string,
  feeds: readonly FeedRef[],
  onTrouble: (message: string) => void,
): Promise<IndicatorBook | null> {
  if (feeds.length === 0) return null
  const key = JSON.stringify(feeds.map(feed => [feed.tenant, feed.name, feed.hash]))
  const known = books.get(key)
  if (known) return known
  const indicators: Indicator[] = []
  for (const feed of feeds) {
    const body = await asTenant(database, tenant, scoped => feedBody(scoped, feed))
    if (body === null) {
      onTrouble(`The threat feed ${feed.name} of tenant ${tenant} is no longer kept: it is not looked for.`)
      continue
    }
    // One feed must not push the others out of an argument list.
    for (const indicator of readIndicators(feed.name, body.toString('utf8')).indicators) indicators.push(indicator)
  }
  const book = indicatorBook(indicators)
  if (books.size >= MOST_BOOKS) books.delete(books.keys().next().value!)
  books.set(key, book)
  return book
}
