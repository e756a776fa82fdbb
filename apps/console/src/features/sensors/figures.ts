// Figures of a sensor as people read them.
import type { Sensor } from '../../shared/wire.ts'

/** µs of silence after which a sensor is no longer live. */
const SILENCE = 60e6

export type Liveness = 'live' | 'silent' | 'never' | 'revoked'

export function livenessOf({ last_seen, revoked_at }: Pick<Sensor, 'last_seen' | 'revoked_at'>, now: number): Liveness {
  if (revoked_at !== null) return 'revoked'
  if (last_seen === null) return 'never'
  return now - Date.parse(last_seen) * 1000 > SILENCE ? 'silent' : 'live'
}

/** 0 to 1; null where nothing was counted. */
export const shareOf = (part: number | undefined, whole: number | undefined): number | null =>
  part === undefined || !whole ? null : part / whole

/** `1.4 GB`: powers of ten, as disks are sold. */
export function bytesOf(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step]!,
    maximumFractionDigits: step === 0 ? 0 : 1,
  })
  return format.format(bytes / 1000 ** step)
}

/** `2.5 hours`: the largest unit that fits. */
export function spanOf(seconds: number, language: string): string {
  const units = [
    ['year', 365 * 86_400],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 120],
  ] as const
  const [unit, from] = units.find(([, least]) => seconds >= least) ?? ['second', 1]
  const length = unit === 'minute' ? 60 : from
  const format = new Intl.NumberFormat(language, {
    ...{ style: 'unit', unit, unitDisplay: 'long' },
    maximumFractionDigits: unit === 'second' || unit === 'minute' ? 0 : 1,
  })
  return format.format(seconds / length)
}
