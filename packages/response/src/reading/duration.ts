// Durations as ISO 8601-1:2019, 5.5.2.3 writes them, of what our files need: months, days, hours, minutes.

/** Months have no fixed length, so they stand apart. */
export type Duration = { readonly months: number; readonly minutes: number }

const FORM = /^P(?:(\d{1,2})M)?(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?$/

/** Null where the text is no duration, or none of any length. */
export function durationOf(written: string): Duration | null {
  const parts = FORM.exec(written)
  if (!parts || written.endsWith('T')) return null
  const [months, days, hours, minutes] = parts.slice(1).map(part => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  const found = { months, minutes: days * 1440 + hours * 60 + minutes }
  return found.months + found.minutes > 0 ? found : null
}

/** `P1M`, `PT30M`, `PT72H`: hours as hours, for 72 h is how people name it. */
export function durationText({ months, minutes }: Duration): string {
  const hours = Math.floor(minutes / 60)
  const time = minutes === 0 ? '' : `T${hours > 0 ? `${hours}H` : ''}${minutes % 60 > 0 ? `${minutes % 60}M` : ''}`
  return `P${months > 0 ? `${months}M` : ''}${time}`
}

/** µs; a month counts as its shortest, 28 days, so that comparing errs on the early side. */
export const leastSpan = ({ months, minutes }: Duration): number => (months * 28 * 1440 + minutes) * MINUTE

/** µs */
export const MINUTE = 60e6

const day = 1440

/** `1 month`, `30 min`, `24 h`: how a person says it. */
export function durationSaid({ months, minutes }: Duration, language: 'en' | 'de' = 'en'): string {
  const monthWord = language === 'de' ? (months === 1 ? 'Monat' : 'Monate') : months === 1 ? 'month' : 'months'
  const dayWord = language === 'de' ? 'Tage' : 'days'
  const [days, rest] = minutes > 3 * day ? [Math.floor(minutes / day), minutes % day] : [0, minutes]
  const [hours, least] = [Math.floor(rest / 60), rest % 60]
  const parts = [
    months > 0 ? `${months} ${monthWord}` : '',
    days > 0 ? `${days} ${dayWord}` : '',
    hours > 0 ? `${hours} h` : '',
    least > 0 ? `${least} min` : '',
  ]
  return parts.filter(part => part !== '').join(' ')
}
