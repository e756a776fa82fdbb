// The matches for machines: JSON, one row a line, and a CSV table.
import type { VulnerabilityMatch } from '@nautilus/model'
import { type Cell, table } from '../csv-table.ts'
import type { MatchReport } from './text.ts'

export const MATCH_SCHEMA = 1

export function* matchJson({
  matches,
  counts,
  dropped,
  age,
  faults,
  predictionsAreFresh,
}: MatchReport): Iterable<string> {
  const head = { schema: MATCH_SCHEMA, intelligence: age, faults, counts, dropped, predictionsAreFresh }
  yield `${JSON.stringify(head).slice(0, -1)},\n"matches": [`
  let first = true
  for (const match of matches) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(match)}`
    first = false
  }
  yield `${first ? '' : '\n'}]}\n`
}

const header =
  'urgency,asset,name,ip,vulnerability,title,cwe,cvss,vector,verdict,tier,product,rule,version,evidence,advisory,released,kev,epss,ssvc,bod_days,exposure,reason_attack,reason_impact,reason_urgency,mitigations,verify,expires'

export function matchCsv({ matches, assets }: MatchReport): ReadonlyMap<string, Iterable<string>> {
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const cells = (match: VulnerabilityMatch): Cell[] => {
    const asset = byId.get(match.asset)
    const { decision, evidence } = match
    const claims = evidence.claims.map(
      ({ attribute, value, source, frame }) => `${attribute} ${value} [${source}, frame ${frame}]`,
    )
    return [
      decision?.urgency ?? null,
      match.asset,
      asset?.name ?? null,
      asset?.ip.join(' ') ?? null,
      match.vulnerability,
      match.title,
      match.cwe,
      match.score?.score ?? null,
      match.score?.vector ?? null,
      match.verdict,
      match.tier,
      match.product,
      evidence.rule,
      evidence.version,
      claims.join('; '),
      match.advisory.id,
      match.advisory.released,
      match.known?.added ?? null,
      match.prediction?.probability ?? null,
      decision?.ssvc.outcome ?? null,
      decision?.bod ? (decision.bod.days ?? 'next upgrade') : null,
      decision?.ssvc.exposure ?? null,
      ...(decision?.reasons ?? [null, null, null]),
      decision?.mitigations.join(' ') ?? null,
      evidence.verify.join(' '),
      decision?.expires ?? null,
    ]
  }
  return new Map([['vulnerabilities.csv', table(header, matches, cells)]])
}
