// What it could do to the process, in plant words and in money per hour.
import type { FindingCopy } from '../incident/act.ts'
import { furthest } from '../incident/grouping/stages.ts'
import type { Book } from './book.ts'
import type { Money } from './enrichment.ts'
import type { AssetFacts, EnrichmentFacts, ProcessFacts } from './facts.ts'
import { enrichmentSentences } from './sentences.ts'

/** Techniques of *Impact* after which a process may stand: what an hour costs counts. */
const stopping: ReadonlySet<string> = new Set(['T0813', 'T0826', 'T0827', 'T0828', 'T0831', 'T0837', 'T0879', 'T0880'])

/** The gravest first: people, equipment, control, view, money. */
const gravity = [
  'T0880',
  'T0837',
  'T0879',
  'T0831',
  'T0827',
  'T0813',
  'T0832',
  'T0829',
  'T0815',
  'T0826',
  'T0828',
  'T0882',
]

/** What each finding could lead to, where. The money of every process that may stand. */
export function sayConsequences(
  book: Book,
  findings: readonly FindingCopy[],
  facts: EnrichmentFacts,
): readonly Money[] {
  const ends = findings.flatMap(finding => endsOf(finding).map(technique => ({ technique, finding })))
  const sorted = ends
    .filter(({ technique }) => Object.hasOwn(enrichmentSentences, `consequence.${technique}`))
    .sort((a, b) => gravity.indexOf(a.technique) - gravity.indexOf(b.technique))
  if (sorted.length === 0) book.ask('consequence', 'unknown.consequence')
  for (const { technique, finding } of sorted) {
    const struck = struckBy(finding, facts.assets)
    const where = struck?.process ?? struck?.label ?? finding.target ?? finding.source
    if (where === null) continue
    book.say(
      'consequence',
      `consequence.${technique}`,
      { where },
      { kind: 'finding', id: finding.id },
      { kind: 'technique', id: technique },
    )
  }
  const atRisk = sorted.filter(({ technique }) => stopping.has(technique)).map(({ finding }) => finding)
  return costOf(book, processesOf(book, findings, facts), new Set(atRisk), facts)
}

/** Consequences that the rule names, and impacts that it observed. */
const endsOf = ({ techniques, consequences }: FindingCopy): readonly string[] =>
  [...new Set([...techniques, ...consequences])].filter(technique => furthest([technique]) === 'impact')

/** What was acted on; the source where there is no target. */
const struckBy = ({ target, source }: FindingCopy, assets: readonly AssetFacts[]): AssetFacts | undefined =>
  assets.find(({ id }) => id === (target ?? source))

/** Declared processes of what was struck, by name, with what is not declared of them asked for. */
function processesOf(
  book: Book,
  findings: readonly FindingCopy[],
  { assets, processes }: EnrichmentFacts,
): ReadonlyMap<string, ProcessFacts> {
  const found = new Map<string, ProcessFacts>()
  for (const finding of findings) {
    const asset = struckBy(finding, assets)
    const device = asset?.label ?? finding.target ?? finding.source
    const name = asset?.process ?? null
    const process = processes.find(each => each.name === name)
    if (device === null) continue
    if (name === null) book.ask('consequence', 'unknown.process', { asset: device })
    else if (!process) book.ask('consequence', 'unknown.declaration', { process: name })
    else if (!found.has(process.name)) {
      found.set(process.name, process)
      sayProcess(book, process)
    }
  }
  return found
}

function sayProcess(book: Book, { name: process, safetyClass, redundant, by }: ProcessFacts): void {
  const source = { kind: 'declared', id: by } as const
  if (safetyClass === null) book.ask('consequence', 'unknown.safety-class', { process })
  else book.say('consequence', 'enrich.process.safety', { process, class: safetyClass }, source)
  if (redundant) book.say('consequence', 'enrich.process.redundant', { process }, source)
}

function costOf(
  book: Book,
  processes: ReadonlyMap<string, ProcessFacts>,
  atRisk: ReadonlySet<FindingCopy>,
  { assets }: EnrichmentFacts,
): readonly Money[] {
  const names = new Set([...atRisk].flatMap(finding => struckBy(finding, assets)?.process ?? []))
  const byCurrency = new Map<string, { perHour: number; processes: string[] }>()
  for (const name of [...names].sort()) {
    const process = processes.get(name)
    if (!process) continue
    const { downtimeCostPerHour: cost, currency, by } = process
    if (cost === null || currency === null) {
      book.ask('cost', 'unknown.cost', { process: name })
      continue
    }
    book.say('cost', 'enrich.cost', { process: name, cost, currency }, { kind: 'declared', id: by })
    const sum = byCurrency.get(currency) ?? { perHour: 0, processes: [] }
    byCurrency.set(currency, { perHour: sum.perHour + cost, processes: [...sum.processes, name] })
  }
  return [...byCurrency]
    .map(([currency, sum]) => ({ currency, ...sum }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}
