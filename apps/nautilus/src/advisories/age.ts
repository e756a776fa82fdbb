import { dayOf, isFresh, MAX_EPSS_DAYS } from '@nautilus/vulnerabilities'
import { plural } from '../text/numbers.ts'
import type { Intelligence } from './load.ts'

/** How old what is known is, for a site that gets it by hand. One sentence for each kind. */
export function ageOf({ store, kev, epss, bundles }: Intelligence, today: string): string[] {
  const newest =
    store
      .list()
      .map(({ released }) => released)
      .sort()
      .at(-1) ?? ''
  return [
    ...bundles.map(
      ({ file, created, signed }) => `Bundle ${file}${signed ? ', signature valid,' : ''} of ${since(created, today)}.`,
    ),
    `${plural(store.size, 'advisory', 'advisories')}${newest ? `, the newest of ${since(newest, today)}` : ''}.`,
    kev
      ? `${plural(kev.entries.size, 'CVE')} known to be exploited (CISA KEV of ${since(kev.released, today)}).`
      : 'No KEV catalogue: exploitation is known from advisories only.',
    epss
      ? `EPSS of ${since(epss.date, today)}${isFresh(epss, today) ? '' : `: not used, for it is not of the last ${MAX_EPSS_DAYS} days`}.`
      : 'No EPSS: the likelihood of exploitation is not known.',
  ]
}

function since(date: string, today: string): string {
  const [from, to] = [dayOf(date), dayOf(today)]
  if (from === null) return 'an unknown day'
  return to === null || to < from ? date.slice(0, 10) : `${date.slice(0, 10)}, ${plural(to - from, 'day')} old`
}
