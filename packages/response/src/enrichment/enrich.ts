import type { FindingCopy } from '../incident/act.ts'
import { compareFindings, devicesOf } from '../incident/grouping/relate.ts'
import { type Book, newBook } from './book.ts'
import { sayConsequences } from './consequences.ts'
import { wordOf } from './device-words.ts'
import { type Enrichment, topics } from './enrichment.ts'
import type { AssetFacts, EnrichmentFacts, PastIncident } from './facts.ts'
import { similarTo } from './similar.ts'

/**
 * What an incident is about, from what is known. Nothing is said without a source; what nobody knows is listed, so that
 * somebody can be asked. The order in which facts come does not matter, but that of peers, weaknesses and changes, which
 * are told as they come.
 */
export function enrich(facts: EnrichmentFacts): Enrichment {
  const book = newBook()
  const findings = [...facts.findings].sort(compareFindings)
  for (const finding of findings) sayWhat(book, finding)
  for (const device of new Set(findings.flatMap(devicesOf))) sayWhere(book, device, facts)
  sayPeers(book, facts)
  sayWeaknesses(book, facts)
  const similar = similarTo(traitsOf(findings), facts.past)
  for (const { incident, similarity } of similar)
    sayPast(book, similarity, facts.past.find(({ id }) => id === incident)!)
  const cost = sayConsequences(book, findings, facts)
  const inOrder = <T extends { readonly topic: (typeof topics)[number] }>(list: readonly T[]) =>
    [...list].sort((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic))
  const { statements, unknowns, leftOut } = book
  return { statements: inOrder(statements), unknowns: inOrder(unknowns), cost, similar, leftOut }
}

/** What similarity reads of findings. */
export const traitsOf = (
  findings: readonly FindingCopy[],
): { readonly rules: string[]; readonly assets: string[]; readonly techniques: string[] } => ({
  rules: [...new Set(findings.map(({ rule }) => rule))].sort(),
  assets: [...new Set(findings.flatMap(devicesOf))].sort(),
  techniques: [...new Set(findings.flatMap(({ techniques }) => techniques))].sort(),
})

function sayWhat(book: Book, { id, why, baseline, changes, window }: FindingCopy): void {
  const source = { kind: 'finding', id } as const
  book.say('what', 'enrich.what', { why }, source)
  if (baseline !== null) book.say('what', 'enrich.baseline', { baseline }, source)
  for (const { object, before, after } of changes) {
    if (after === null) continue
    if (before !== null) book.say('change', 'enrich.change', { object, before, after }, source)
    else {
      book.say('change', 'enrich.change.unseen', { object, after }, source)
      book.ask('change', 'unknown.before', { object })
    }
  }
  const misfits = Object.entries(window.dimensions).flatMap(([name, fit]) => (fit === false ? [name] : []))
  const order = window.order ?? ''
  const from = window.order === null ? [source] : [source, { kind: 'work-order', id: window.order } as const]
  book.say(
    'window',
    `enrich.window.${window.kind}`,
    window.order === null ? {} : { order, misfits: misfits.join(', ') },
    ...from,
  )
}

function sayWhere(book: Book, device: string, { assets }: EnrichmentFacts): void {
  const known = assets.find(({ id }) => id === device)
  if (!known) return book.ask('where', 'unknown.asset', { asset: device })
  const source = { kind: 'inventory', id: known.id } as const
  const { label: asset, zone, process, criticality, safety } = known
  const role = known.role === null ? null : wordOf('role', known.role)
  if (role !== null && zone !== null) book.say('where', 'enrich.asset', { asset, role, zone }, source)
  else if (role !== null) book.say('where', 'enrich.asset.role', { asset, role }, source)
  else if (zone !== null) book.say('where', 'enrich.asset.zone', { asset, zone }, source)
  if (role === null) book.ask('where', 'unknown.role', { asset })
  if (zone === null) book.ask('where', 'unknown.zone', { asset })
  if (process !== null) book.say('where', 'enrich.asset.process', { asset, process }, source)
  if (criticality === 'high' || criticality === 'critical')
    book.say('where', 'enrich.asset.criticality', { asset, grade: wordOf('grade', criticality) }, source)
  if (safety) book.say('where', 'enrich.asset.safety', { asset }, source)
}

const labelOf = (assets: readonly AssetFacts[], id: string): string =>
  assets.find(asset => asset.id === id)?.label ?? id

/** Strangers first. */
function sayPeers(book: Book, { peers, assets }: EnrichmentFacts): void {
  if (peers === null) return book.ask('who', 'unknown.peers')
  for (const { asset, peer, protocol, usual } of [...peers].sort((a, b) => Number(a.usual) - Number(b.usual)))
    book.say(
      'who',
      usual ? 'enrich.peer.usual' : 'enrich.peer.new',
      { peer: labelOf(assets, peer), protocol, asset: labelOf(assets, asset) },
      { kind: 'traffic', id: `${peer} > ${asset}` },
    )
}

/** Those that are exploited first, then the gravest. */
function sayWeaknesses(book: Book, { weaknesses, assets }: EnrichmentFacts): void {
  if (weaknesses === null) return book.ask('weakness', 'unknown.weaknesses')
  const sorted = [...weaknesses].sort(
    (a, b) => Number(b.exploited) - Number(a.exploited) || (b.score ?? 0) - (a.score ?? 0),
  )
  for (const { asset, vulnerability, verdict, exploited, advisory } of sorted)
    book.say(
      'weakness',
      exploited ? 'enrich.weakness.exploited' : 'enrich.weakness',
      { asset: labelOf(assets, asset), vulnerability, verdict: wordOf('verdict', verdict) },
      { kind: 'advisory', id: advisory },
    )
}

function sayPast(book: Book, similarity: number, { id, outcome, decision }: PastIncident): void {
  const values = { incident: id, percent: Math.round(100 * similarity), outcome: outcome ?? 'open' }
  const source = { kind: 'incident', id } as const
  if (decision === null) book.say('past', 'enrich.past', values, source)
  else book.say('past', 'enrich.past.decision', { ...values, decision }, source)
}
