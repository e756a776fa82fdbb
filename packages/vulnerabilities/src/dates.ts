// Days without a clock: dates are text, `2026-01-31`, and compared as days since 1970-01-01.

/** Null for what is no date; a time behind the date is ignored. */
export function dayOf(date: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?!\d)/.exec(date)
  if (!match) return null
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  return daysBefore(year) + daysBeforeMonth(year, month) + day - 1
}

const EPOCH = 719_162

/** `2026-01-31` of days since 1970-01-01. */
export function dateOf(day: number): string {
  let year = Math.floor(day / 365.2425) + 1970
  while (daysBefore(year) > day) year--
  while (daysBefore(year + 1) <= day) year++
  let month = 12
  while (daysBefore(year) + daysBeforeMonth(year, month) > day) month--
  const rest = day - daysBefore(year) - daysBeforeMonth(year, month) + 1
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(rest).padStart(2, '0')}`
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

function daysBefore(year: number): number {
  const years = year - 1
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) - EPOCH
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : lengths[month - 1]!)

const daysBeforeMonth = (year: number, month: number): number =>
  lengths.slice(0, month - 1).reduce((sum, _, at) => sum + daysIn(year, at + 1), 0)
