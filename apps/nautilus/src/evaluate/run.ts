// One labelled case from its captures to its score.
import { join } from 'node:path'
import { Baseline, type Rule } from '@nautilus/detection'
import type { Asset } from '@nautilus/model'
import { Analysis, type Report } from '../analysis.ts'
import { learnAll, readAll } from '../reading.ts'
import { vendorLookup } from '../vendors.ts'
import { Refusal, type World } from '../world.ts'
import { type Judged, type Score, scoreOf } from './score.ts'
import type { Case, Truth } from './truth.ts'

/** Times of one finding that are kept, and µs between them: windows are of seconds, and a flood must not use all up. */
const MAX_TIMES = 100_000
const TIME_STEP = 1e5

export async function evaluateCase(
  truth: Truth,
  of: Case,
  { rules, folder, world }: { readonly rules: readonly Rule[]; readonly folder: string; readonly world: World },
): Promise<Score> {
  const times = new Map<string, number[]>()
  const onMatch = (finding: string, at: number): void => {
    const known = times.get(finding)
    if (!known) times.set(finding, [at])
    else if (known.length < MAX_TIMES && Math.abs(at - known.at(-1)!) >= TIME_STEP) known.push(at)
  }
  const analysis = new Analysis({ vendorOf: vendorLookup(), detection: { rules, memory: new Baseline(), onMatch } })
  const quiet = { ...world, progress: false }
  await learnAll(
    of.learn.map(name => join(folder, name)),
    analysis,
    quiet,
  )
  const faults = await readAll([join(folder, of.capture)], analysis, quiet)
  if (faults[0] !== undefined) throw new Refusal(faults[0])
  const report = analysis.report()
  const { first, last } = report.capture
  return scoreOf(truth, of, judgedOf(report, rules, times), { first: first ?? 0, last: last ?? 0 })
}

function judgedOf(report: Report, rules: readonly Rule[], times: ReadonlyMap<string, readonly number[]>): Judged[] {
  const catalogue = new Map(rules.map(rule => [rule.id, rule.catalogue]))
  const assets = new Map(report.assets.map(asset => [asset.id, asset]))
  return report.detection.findings.map(finding => ({
    finding,
    catalogue: [finding.rule, ...finding.explains.map(e => e.rule)].flatMap(id => catalogue.get(id) ?? []),
    addresses: new Set([finding.source, finding.target].flatMap(id => (id === null ? [] : addressesOf(id, assets)))),
    times: times.get(finding.id) ?? [finding.first],
  }))
}

function addressesOf(id: string, assets: ReadonlyMap<string, Asset>): readonly string[] {
  const asset = assets.get(id)
  return asset ? [...asset.ip, ...asset.mac] : [id]
}
