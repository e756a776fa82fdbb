// Times of a hunt: `15m`, `24h`, `7d` back from now, or from one moment to another, `1795654841000000..1795657712000000` in µs.

const UNITS = { m: 60e6, h: 3600e6, d: 86_400e6 } as const
export const relatives = ['15m', '1h', '6h', '24h', '7d', '30d'] as const
export const USUAL = '1h'

export type Range = { readonly from: number; readonly to: number }

export function isRange(text: string): boolean {
  return rangeOf(text, 0) !== null
}

/** Null where the text says no range. */
export function rangeOf(text: string, now: number): Range | null {
  const back = /^(\d{1,4})([mhd])$/.exec(text)
  if (back && Number(back[1]) > 0)
    return { from: now - Number(back[1]) * UNITS[back[2] as keyof typeof UNITS], to: now }
  const both = /^(\d{1,17})\.\.(\d{1,17})$/.exec(text)
  if (!both) return null
  const [from, to] = [Number(both[1]), Number(both[2])]
  return from < to ? { from, to } : null
}

export const absolute = (from: number, to: number): string => `${Math.floor(from)}..${Math.ceil(to)}`

/** `2026-01-12T02:30` on the wall of the plant; µs. */
export function fromWall(text: string, timeZone: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null
  const wanted = Date.parse(`${text}Z`)
  if (!Number.isFinite(wanted)) return null
  let ms = wanted
  // Twice: the distance to UTC may differ at the time that the first step leads to.
  for (let step = 0; step < 2; step++) ms = wanted - (Date.parse(`${toWall(ms * 1000, timeZone)}Z`) - ms)
  return ms * 1000
}

export function toWall(at: number, timeZone: string): string {
  const date = new Date(Math.floor(at / 1_000_000) * 1000)
  const options = {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', options).formatToParts(date).map(({ type, value }) => [type, value]),
  )
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`
}
