// Starting values. `published`: a figure of somebody who counted, with the year. `judgment`: nobody counted; it says so
// wherever it is shown, and waits for somebody who knows better.
import type { Confidence, InputSource, ScenarioKind, Unit } from '../book.ts'
import { fixed, lognormal90, percentiles, pert, type Range } from '../range.ts'

export type Prior = {
  readonly unit: Unit
  readonly range: Range
  readonly source: InputSource
  readonly date: string | null
  readonly confidence: Confidence
}

const published = (unit: Unit, range: Range, key: string, date: string): Prior => ({
  ...{ unit, range, date },
  source: { kind: 'published', key, values: {} },
  confidence: 'medium',
})

export const judged = (unit: Unit, range: Range, key = 'judgment'): Prior => ({
  ...{ unit, range, date: null },
  source: { kind: 'judgment', key, values: {} },
  confidence: 'low',
})

/**
 * Together 0.044 disruptions a year in the mean: between what insurers' models give (Dragos and Marsh McLennan 2025,
 * 2.2 to 3.4 % a year by sector) and what a survey gives (SANS 2025: 21.5 % had an incident in twelve months, about 40 %
 * of those disrupted operations).
 */
export const attempts = published('per year', pert(0.05, 0.1, 0.215), 'dragos-marsh-sans', '2025')
export const disrupts = published('share', pert(0.3, 0.4, 0.5), 'sans-disrupted', '2025')

/** Of all disruptions; the eight together are 1. */
export const shares: Readonly<Record<ScenarioKind, Range>> = {
  ransomware: pert(0.3, 0.45, 0.6),
  'engineering-workstation': pert(0.03, 0.08, 0.13),
  'vendor-access': pert(0.06, 0.12, 0.18),
  'safety-write': pert(0.002, 0.01, 0.018),
  wiper: pert(0.02, 0.05, 0.08),
  insider: pert(0.03, 0.08, 0.13),
  denial: pert(0.02, 0.06, 0.1),
  worm: pert(0.08, 0.15, 0.22),
}

/** h until the process runs again, once it is decided how. */
export const recover: Readonly<Record<ScenarioKind, Prior>> = {
  // 58 % were back within a week; about one in five took more than a month.
  ransomware: published('hours', percentiles(12, 110, 1100), 'sophos-sans-recovery', '2025'),
  'engineering-workstation': judged('hours', percentiles(2, 16, 120)),
  'vendor-access': judged('hours', percentiles(2, 12, 96)),
  'safety-write': judged('hours', percentiles(8, 48, 336)),
  wiper: judged('hours', percentiles(24, 168, 1000)),
  insider: judged('hours', percentiles(1, 8, 72)),
  denial: judged('hours', percentiles(0.5, 3, 24)),
  worm: judged('hours', percentiles(4, 30, 240)),
}

export const response: Readonly<Record<ScenarioKind, Prior>> = {
  // Its mean is the published mean of a recovery without ransom, 1.3 million dollars.
  ransomware: published('money', lognormal90(150_000, 4_000_000), 'sophos-cost', '2025'),
  'engineering-workstation': judged('money', lognormal90(20_000, 400_000)),
  'vendor-access': judged('money', lognormal90(20_000, 400_000)),
  'safety-write': judged('money', lognormal90(50_000, 800_000)),
  wiper: judged('money', lognormal90(50_000, 1_000_000)),
  insider: judged('money', lognormal90(10_000, 200_000)),
  denial: judged('money', lognormal90(5000, 100_000)),
  worm: judged('money', lognormal90(30_000, 600_000)),
}

const few = judged('money', pert(0, 5000, 100_000))
export const replacement: Readonly<Record<ScenarioKind, Prior>> = {
  ransomware: judged('money', pert(0, 30_000, 300_000)),
  'engineering-workstation': few,
  'vendor-access': few,
  'safety-write': judged('money', lognormal90(20_000, 500_000)),
  wiper: judged('money', lognormal90(50_000, 2_000_000)),
  insider: few,
  denial: judged('money', pert(0, 1000, 20_000)),
  worm: judged('money', pert(0, 10_000, 150_000)),
}

export const detect = judged('hours', percentiles(0.1, 4, 72))
export const decide = judged('hours', percentiles(0.5, 4, 24))

export const secondary = {
  probability: judged('share', pert(0.1, 0.3, 0.6)),
  penalties: judged('money', lognormal90(10_000, 1_000_000)),
  competitive: judged('money', pert(0, 20_000, 200_000)),
  reputation: judged('money', pert(0, 50_000, 500_000)),
}

/** How many times as often somebody tries, by the nearest way that was seen. */
export const exposure = {
  outside: pert(1, 2, 4),
  office: pert(0.8, 1.3, 2.5),
  none: pert(0.2, 0.5, 1),
} as const

export const vendor = { seen: pert(0.8, 1.3, 2.5), none: pert(0.1, 0.3, 0.8) } as const

/** How many times as often it succeeds. */
export const weakness = {
  unknown: pert(0.7, 1, 1.3),
  none: pert(0.6, 0.8, 1),
  some: pert(0.9, 1.2, 1.5),
  exploited: pert(1, 1.4, 1.9),
} as const

export const protocols = { open: pert(0.9, 1.1, 1.3), other: pert(0.6, 0.8, 1) } as const
export const suspicious = pert(1, 1.3, 2)

/** Of the output that is lost. */
export const outputLost = { alone: pert(0.5, 0.9, 1), redundant: pert(0.05, 0.2, 0.5) } as const

export const fine = { probability: judged('share', pert(0.005, 0.02, 0.1)) }
/** Directive (EU) 2022/2555, Article 34: euros, and share of the worldwide turnover; the higher of both is the cap. */
export const fineCaps: Readonly<Record<string, { readonly amount: number; readonly share: number }>> = {
  essential: { amount: 10_000_000, share: 0.02 },
  important: { amount: 7_000_000, share: 0.014 },
}

/** That one event puts somebody in danger. */
export const danger = {
  safety: judged('share', pert(0.05, 0.2, 0.5)),
  process: judged('share', pert(0.005, 0.02, 0.1)),
}

export const shock = { chance: judged('share', pert(0.01, 0.02, 0.05)), factor: judged('factor', pert(3, 6, 12)) }

export const appetite = { loss: judged('money', fixed(0), 'nobody'), chance: judged('share', fixed(0.05)) }
