// Approved work, as the platform serves it.
import type { WorkPort } from '@nautilus/api'
import type { Rule } from '@nautilus/detection'
import type { Database } from '@nautilus/store'
import { calendarOf } from '../work/calendar-write.ts'
import { checkWork } from '../work/check.ts'
import { bookOf } from '../work/compile.ts'
import { readWork } from '../work/import.ts'
import { MOST_FILE, MOST_ORDERS } from '../work/limits.ts'
import { namesOf } from '../work/names.ts'
import type { Sites } from './site-calls.ts'
import { anyNames } from './site-given.ts'

type Around = { readonly db: Database; readonly rules: readonly Rule[]; readonly sites: Sites }

export const workDesk = ({ db, rules, sites }: Around): WorkPort => ({
  mostFile: MOST_FILE,
  mostOrders: MOST_ORDERS,
  read: readWork,
  calendar: calendarOf,
  async check(place, works) {
    const { names, called } = await namesOf(db, place, rules)
    return works.map(work => checkWork(work, names, called))
  },
  occurrences: (orders, from, to) =>
    bookOf(orders, anyNames)(from, to)
      .flatMap(({ id, version = 0, windows }) => windows.map(window => ({ id, version, ...window })))
      .filter(window => window.to > from && window.from < to)
      .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1)),
  changed: place => sites.call(place, { kind: 'orders' }),
})
