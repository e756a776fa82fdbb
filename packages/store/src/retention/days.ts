// How long each kind of data is kept, as people set it for their tenant.

/** Kinds for which people set days. */
export const keptKinds = ['activity', 'values', 'findings', 'audit', 'uploads'] as const
export type KeptKind = (typeof keptKinds)[number]

/** Days by kind; what is missing stays for ever. */
export type KeptDays = Partial<Readonly<Record<KeptKind, number>>>

/** The record of who did what: no setting makes it shorter. */
export const LEAST_AUDIT_DAYS = 365

/** What is stored, read with care: a setting that makes no sense keeps everything. */
export function keptDaysOf(retention: object): KeptDays {
  const days: { -readonly [K in KeptKind]?: number } = {}
  for (const kind of keptKinds) {
    const given = (retention as Readonly<Record<string, unknown>>)[kind]
    if (typeof given !== 'number' || !Number.isFinite(given) || given < 1) continue
    days[kind] = kind === 'audit' ? Math.max(given, LEAST_AUDIT_DAYS) : given
  }
  return days
}

const DAY = 86_400_000

/** What is older goes, ms since 1970. */
export const untilOf = (now: number, days: number): number => now - days * DAY
