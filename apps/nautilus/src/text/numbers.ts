/** `1,234,567`, the same in every locale. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`

const sizes = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `1.5 MB`: powers of ten, as disks are sold. */
export function sizeOf(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < sizes.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${sizes[unit]}`
}

/** `2.1 million`, `340,000`, `87`. */
export const rateOf = (perSecond: number): string =>
  perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(1)} million` : grouped(Number(perSecond.toPrecision(2)))

/** `12 %`; below ten with a decimal. */
export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`
