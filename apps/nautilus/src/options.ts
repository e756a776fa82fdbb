import { type Arguments, Refusal } from './world.ts'

/** A whole number of an option, within bounds. */
export function wholeOf(
  { values }: Arguments,
  name: string,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): number {
  const given = values[name]
  if (typeof given !== 'string') return otherwise
  const value = /^\d+$/.test(given) ? Number(given) : Number.NaN
  if (value >= least && value <= most) return value
  throw new Refusal(
    `--${name} ${given} is not a whole number from ${least} to ${most}; type \`--${name} ${otherwise}\`.`,
  )
}

/** A moment of an option, in microseconds since 1970-01-01 UTC. */
export function momentOf({ values }: Arguments, name: string, otherwise: string): number {
  const given = typeof values[name] === 'string' ? values[name] : otherwise
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(given) || !given.includes('T') ? given : `${given}Z`
  const millis = /^\d{4}-\d\d-\d\d/.test(given) ? Date.parse(zoned) : Number.NaN
  if (millis >= 0 && millis < 4_102_444_800_000) return millis * 1000
  throw new Refusal(`--${name} ${given} is not a time between 1970 and 2100; type it as \`--${name} ${otherwise}\`.`)
}
