import { clipped, type Faults } from './faults.ts'
import { MAX_SPAN } from './limits.ts'
import type { Entry } from './tree.ts'

const units: Readonly<Record<string, number>> = { s: 1e6, m: 60e6, h: 3600e6, d: 24 * 3600e6 }

/** µs of `90s`, `5m`, `1h` or `2d`; null where it is none. */
export function microsOf(text: string): number | null {
  const [, figure, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  return figure === undefined ? null : Number(figure) * units[unit!]!
}

/** A timeframe; what is wrong with it is told. */
export function spanOf(entry: Entry, faults: Faults): number | null {
  const text = faults.text(entry, `\`${entry.key}\``)
  if (text === null) return null
  const span = microsOf(text)
  if (span !== null && span > 0 && span <= MAX_SPAN) return span
  faults.tell(
    entry.value.place,
    `\`${entry.key}\` is \`${clipped(text)}\`; write a number and s, m, h or d, such as \`5m\`, at most ${MAX_SPAN / units.d!}d.`,
  )
  return null
}
