// Assets against advisories: one row for each asset and vulnerability.
import {
  type Asset,
  type Exposure,
  type Link,
  type MatchVerdict,
  urgencies,
  type VulnerabilityMatch,
  verdicts,
} from '@nautilus/model'
import { decide } from './decide/decision.ts'
import type { Surroundings } from './decide/mitigations.ts'
import { defaultPolicy, type Policy } from './decide/policy.ts'
import { type Epss, isFresh } from './epss.ts'
import type { Kev } from './kev.ts'
import { Catalogue } from './match/catalogue.ts'
import { describe } from './match/describe.ts'
import { type Found, Matcher } from './match/matcher.ts'
import type { AdvisoryStore } from './store.ts'

export type MatchContext = {
  readonly links: readonly Link[]
  /** From how far away an asset can be reached. */
  readonly exposureOf: (asset: Asset) => Exposure
  readonly kev: Kev | null
  readonly epss: Epss | null
  /** `2026-01-31`: predictions are judged by it, and decisions expire from it. */
  readonly today: string
  readonly policy?: Partial<Policy>
  /** Also what is fixed and not affected. */
  readonly cleared?: boolean
  readonly limits?: Partial<MatchLimits>
}

export type MatchLimits = {
  /** Rows kept; the less urgent assets do not come last, so raise it rather than live with it. */
  readonly matches: number
}

export const matchLimits: MatchLimits = { matches: 500_000 }

export type Matches = {
  /** The most urgent first, then by severity, asset and vulnerability. */
  readonly matches: readonly VulnerabilityMatch[]
  /** Rows per verdict, those that are not kept included. */
  readonly counts: Readonly<Record<MatchVerdict, number>>
  /** Rows beyond the limit. */
  readonly dropped: number
  /** False when there are predictions that are too old to be used. */
  readonly predictionsAreFresh: boolean
}

export function matchesOf(assets: readonly Asset[], store: AdvisoryStore, context: MatchContext): Matches {
  const matcher = new Matcher(new Catalogue(store.list()))
  const most = context.limits?.matches ?? matchLimits.matches
  const describeFor = describer(assets, context)
  const counts = Object.fromEntries(verdicts.map(verdict => [verdict, 0])) as Record<MatchVerdict, number>
  const matches: VulnerabilityMatch[] = []
  let dropped = 0
  for (const asset of assets) {
    const describe = describeFor(asset)
    for (const found of matcher.match(asset)) {
      counts[found.verdict]++
      if (!context.cleared && isCleared(found.verdict)) continue
      if (matches.length < most) matches.push(describe(found))
      else dropped++
    }
  }
  const predictionsAreFresh = context.epss === null || isFresh(context.epss, context.today)
  return { matches: inOrder(matches), counts, dropped, predictionsAreFresh }
}

/** Rows of an asset: what was found, with what is known of the vulnerability and what is to be done. */
function describer(
  assets: readonly Asset[],
  context: MatchContext,
): (asset: Asset) => (found: Found) => VulnerabilityMatch {
  const policy = { ...defaultPolicy, ...context.policy }
  const predictions = context.epss && isFresh(context.epss, context.today) ? context.epss.entries : null
  const around = surroundingsOf(assets, context.links)
  return asset => {
    const exposure = context.exposureOf(asset)
    const own = around(asset.id)
    return found => {
      const known = context.kev?.entries.get(found.id) ?? null
      const described = describe(asset, found, known, predictions?.get(found.id) ?? null)
      if (isCleared(found.verdict)) return { ...described, decision: null }
      const { advisory, vulnerability } = found
      const decision = decide({ ...described, asset, exposure, advisory, vulnerability }, policy, context.today, own)
      return { ...described, decision }
    }
  }
}

const isCleared = (verdict: MatchVerdict): boolean => verdict === 'fixed' || verdict === 'not affected'

function surroundingsOf(assets: readonly Asset[], links: readonly Link[]): (id: string) => Surroundings {
  const names = new Map(assets.map(({ id, name, ip, mac }) => [id, name ?? ip[0] ?? mac[0] ?? id]))
  const byServer = Map.groupBy(links, link => link.server)
  const nameOf = (id: string) => names.get(id) ?? id
  return id => ({ links: byServer.get(id) ?? [], nameOf })
}

const rankOf = ({ decision }: VulnerabilityMatch): number =>
  decision ? urgencies.indexOf(decision.urgency) : urgencies.length

/** A comparison of half a million rows is made ten million times: rank and score are looked up once. */
const inOrder = (matches: readonly VulnerabilityMatch[]): VulnerabilityMatch[] => {
  const groups = Map.groupBy(matches, match => `${rankOf(match)} ${match.score?.score ?? 0}`)
  const byGrade = [...groups.values()].sort(
    ([a], [b]) => rankOf(a!) - rankOf(b!) || (b!.score?.score ?? 0) - (a!.score?.score ?? 0),
  )
  return byGrade.flatMap(group => group.sort(byName))
}

const byName = (a: VulnerabilityMatch, b: VulnerabilityMatch): number =>
  byText(a.vulnerability, b.vulnerability) || byText(a.asset, b.asset)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
