const DAY = 86_400_000_000
/** What a Date can hold, in microseconds; damaged captures name times beyond it. */
const LAST = 253_402_300_799_000_000

/** `2026-01-01T00:00:00.000000Z`: a Date keeps milliseconds only, so the rest is added as text. */
export function isoOf(micros: number): string {
  const whole = Math.min(Math.max(Math.floor(micros), 0), LAST)
  const millis = Math.floor(whole / 1000)
  const rest = String(whole - millis * 1000).padStart(3, '0')
  return `${new Date(millis).toISOString().slice(0, -1)}${rest}Z`
}

/** `2026-01-01 03:04:05`, UTC. */
export const secondOf = (micros: number): string => isoOf(micros).slice(0, 19).replace('T', ' ')

export const isSameDay = (a: number, b: number): boolean => Math.floor(a / DAY) === Math.floor(b / DAY)

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const

/** A duration in its two largest units: `2 h 5 min`, `3 min 20 s`, `4.2 s`, `12 ms`. */
export function spanOf(micros: number): string {
  const seconds = micros / 1e6
  if (seconds < 1) return `${Math.round(micros / 1000)} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  let left = Math.round(seconds)
  const parts: string[] = []
  for (const [unit, size] of [...units, ['s', 1] as const]) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0 || parts.length > 0) parts.push(`${count} ${unit}`)
  }
  return parts.slice(0, 2).join(' ')
}
