// Estimates as people read them: two significant figures, never more than anybody knows.
import type { Range, Unit } from '@nautilus/risk'

const two = { maximumSignificantDigits: 2 } as const
const formats = new Map<string, Intl.NumberFormat>()

function formatOf(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`
  let format = formats.get(key)
  if (!format) {
    try {
      format = new Intl.NumberFormat(language, options)
    } catch {
      // A currency that is none.
      const { currency: _, style: __, ...rest } = options
      format = new Intl.NumberFormat(language, rest)
    }
    formats.set(key, format)
  }
  return format
}

/** `€1.8 million`, `1,8 Mio. €`. */
export const moneyText = (value: number, currency: string, language: string): string =>
  formatOf(language, { style: 'currency', currency, notation: 'compact', compactDisplay: 'short', ...two }).format(
    value,
  )

/** `4.5 %` of 0.045. */
export const shareText = (value: number, language: string): string =>
  formatOf(language, { style: 'percent', ...two }).format(value)

export const numberText = (value: number, language: string): string => formatOf(language, two).format(value)

/** The 17 of *1 in 17*; 0 where it never happened in the years that were lived through. */
export const oneIn = (probability: number): number => (probability > 0 ? Number((1 / probability).toPrecision(2)) : 0)

/** A value in its unit. */
export function valueText(value: number, unit: Unit, currency: string, language: string): string {
  if (unit === 'money' || unit === 'money per hour') return moneyText(value, currency, language)
  return unit === 'share' ? shareText(value, language) : numberText(value, language)
}

export const partsOf = (range: Range): readonly number[] =>
  range.kind === 'fixed'
    ? [range.value]
    : range.kind === 'pert'
      ? [range.low, range.mode, range.high]
      : [range.p5, range.p50, range.p95]

/** `1.2 · 4 · 72` */
export const rangeText = (range: Range, unit: Unit, currency: string, language: string): string =>
  partsOf(range)
    .map(part => valueText(part, unit, currency, language))
    .join(' · ')

/** Values that do not fall, and none that a range cannot have. The platform checks again. */
export function isRange(range: Range): boolean {
  const parts = partsOf(range)
  const rises = parts.every((part, at) => at === 0 || part >= parts[at - 1]!)
  return rises && (range.kind !== 'percentiles' || range.p5 > 0)
}

/** The number that a person wrote, with a comma or a point; null when it is none. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replaceAll(/\s/g, '').replace(',', '.')
  if (!/^\d+(\.\d+)?$/.test(plain)) return null
  const value = Number(plain)
  return Number.isFinite(value) ? value : null
}
