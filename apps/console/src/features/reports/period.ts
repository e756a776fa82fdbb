// Days of a period, where the site is.

export const periods = ['last-month', 'this-month', 'last-quarter', 'last-year', 'own'] as const
export type PeriodName = (typeof periods)[number]
export type Days = { readonly from: string; readonly to: string }

/** `2026-03-01` at this moment (ms) in this zone. */
export const dayAt = (now: number, timeZone: string): string => {
  // The locale writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)
}

/** Null: people choose. `today`: `2026-03-15`. */
export function daysOf(period: PeriodName, today: string): Days | null {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const day = (of: number, monthOf: number, at: number) =>
    new Date(Date.UTC(of, monthOf - 1, at)).toISOString().slice(0, 10)
  switch (period) {
    case 'this-month':
      return { from: day(year, month, 1), to: today }
    case 'last-month':
      return { from: day(year, month - 1, 1), to: day(year, month, 0) }
    case 'last-quarter': {
      const first = month - ((month - 1) % 3)
      return { from: day(year, first - 3, 1), to: day(year, first, 0) }
    }
    case 'last-year':
      return { from: day(year - 1, 1, 1), to: day(year - 1, 12, 31) }
    case 'own':
      return null
  }
}
