// Approved work as people wrote it, as detection reads it.
import { isAddress, type OrderBook, type Selector } from '@nautilus/detection'
import type { PlannedWindow, PlannedWork, WorkInForce } from '@nautilus/model'
import { momentOf } from '../site/clock.ts'
import { orderBookOf } from '../site/order-book.ts'
import type { OrderEntry, Span } from '../site/read-orders.ts'
import { recurrenceFault } from '../site/recurrence.ts'
import { type Names, selectorFor } from '../site/selectors.ts'

/** What was checked when it was written; what a site no longer knows by name may still be what a device calls itself. */
function entryOf({ id, version, work }: WorkInForce, names: Names): OrderEntry {
  const pick = (text: string): Selector => {
    const found = selectorFor(text, names)
    return typeof found === 'string' ? { by: 'name', value: text } : found
  }
  const sources = sourcesOf(work)
  return {
    id,
    version,
    title: work.title,
    assets: work.assets.map(pick),
    verbs: work.verbs,
    sources: sources?.map(pick) ?? null,
    tools: work.tools,
    person: work.person,
    spans: work.windows.flatMap(window => spanOf(window, work.timeZone) ?? []),
  }
}

/** A laptop that is brought is a source, and the only one where no other is named. */
export const sourcesOf = ({ sources, laptop }: PlannedWork): readonly string[] | null =>
  laptop === null ? sources : [...(sources ?? []), macOf(laptop)]

const MAC = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i

/** `00-1B-1B…` as devices write it. */
const macOf = (laptop: string): string => (MAC.test(laptop) ? laptop.replaceAll('-', ':').toLowerCase() : laptop)

export const isMachine = (text: string): boolean => MAC.test(text) || isAddress(text)

/** Null where it is none. */
export function spanOf({ from, to, repeat, except }: PlannedWindow, timeZone: string): Span | null {
  const [start, end] = [momentOf(from, timeZone), momentOf(to, timeZone)]
  if (start === null || end === null || end <= start) return null
  if (repeat === null) return { from: start, to: end }
  const left = except.flatMap(text => momentOf(text, timeZone) ?? [])
  const span = { rule: repeat, start, timeZone, length: end - start, except: left }
  return recurrenceFault(span) === null ? span : null
}

/** The orders of a site, in an order that does not depend on when each came. */
export const bookOf = (orders: readonly WorkInForce[], names: Names): OrderBook =>
  orderBookOf([...orders].sort((a, b) => (a.id < b.id ? -1 : 1)).map(order => entryOf(order, names)))
