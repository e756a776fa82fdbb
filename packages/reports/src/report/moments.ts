// Moments, days, amounts and shares as people read them.
import type { ReportLanguage } from './report.ts'

const locales = { en: 'en-GB', de: 'de-DE' } as const
const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(timeZone: string, language: ReportLanguage, options: Intl.DateTimeFormatOptions) {
  const key = JSON.stringify([timeZone, language, options])
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(locales[language], { timeZone, ...options })
  if (formats.size < 200) formats.set(key, format)
  return format
}

const day = { year: 'numeric', month: 'short', day: 'numeric' } as const

/** ms since 1970-01-01 UTC, with the zone. */
export const momentIn = (at: number, timeZone: string, language: ReportLanguage): string =>
  formatIn(timeZone, language, { ...day, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(at)

export const dayIn = (at: number, timeZone: string, language: ReportLanguage): string =>
  formatIn(timeZone, language, day).format(at)

export const shortDay = (at: number, timeZone: string, language: ReportLanguage): string =>
  formatIn(timeZone, language, { month: 'short', day: 'numeric' }).format(at)

/** The last day is in it. */
export const periodText = (
  { from, to }: { readonly from: number; readonly to: number },
  timeZone: string,
  language: ReportLanguage,
): string => `${dayIn(from, timeZone, language)} – ${dayIn(to - 1, timeZone, language)}`

const two = { maximumSignificantDigits: 2 } as const

/** Two figures: nobody knows more of an estimate. */
export function moneyIn(value: number, currency: string, language: ReportLanguage): string {
  const style = { style: 'currency', currency, notation: 'compact', compactDisplay: 'short', ...two } as const
  try {
    return new Intl.NumberFormat(locales[language], style).format(value)
  } catch {
    // A currency that is none.
    return `${new Intl.NumberFormat(locales[language], { notation: 'compact', ...two }).format(value)} ${currency}`
  }
}

export const shareIn = (value: number, language: ReportLanguage): string =>
  new Intl.NumberFormat(locales[language], { style: 'percent', ...two }).format(value)

export const countIn = (value: number, language: ReportLanguage): string =>
  new Intl.NumberFormat(locales[language], { maximumFractionDigits: 0 }).format(value)

const HOUR = 3_600_000

/** `45 min`, `3.5 h`, `4 d` of ms. */
export function durationIn(ms: number, language: ReportLanguage): string {
  const number = (value: number) => new Intl.NumberFormat(locales[language], two).format(value)
  if (ms < HOUR) return `${Math.max(0, Math.round(ms / 60_000))} min`
  if (ms < 48 * HOUR) return `${number(ms / HOUR)} h`
  return `${Math.round(ms / (24 * HOUR))} ${language === 'de' ? 'Tage' : 'days'}`
}

/** The 17 of *1 in 17*; 0 where it never happened. */
export const oneIn = (probability: number): number => (probability > 0 ? Number((1 / probability).toPrecision(2)) : 0)
