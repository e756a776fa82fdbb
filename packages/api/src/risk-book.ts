// The numbers of a site's risk: what follows from the site, and what people said of it.
import { createHash } from 'node:crypto'
import { canonical } from '@nautilus/response'
import { type Book, type Generated, generate, type Replacement, replaced } from '@nautilus/risk'
import { type RiskInputRow, riskInputs, type Scoped } from '@nautilus/store'
import type { RiskPort } from './risk-port.ts'

/** What a person said, as it is kept. */
export type Said = Omit<Replacement, 'input' | 'by' | 'date'>

export type SiteRisk = Generated & {
  /** SHA-256 of all numbers and of which scenario uses which, hex. */
  readonly hash: string
  /** The newest version of each number that people gave, by its name. */
  readonly said: ReadonlyMap<string, RiskInputRow>
}

export async function riskOf(risk: RiskPort, scoped: Scoped, site: string): Promise<SiteRisk> {
  const made = generate(await risk.facts(scoped, site))
  const rows = await riskInputs(scoped, site)
  const book = replaced(made.book, rows.flatMap(replacementOf))
  return { ...made, book, hash: hashOf(book), said: new Map(rows.map(row => [row.input, row])) }
}

/** Of what figures follow from, and of nothing else: neither dates nor sources nor names change it. */
function hashOf({ currency, inputs, plans, shocks }: Book): string {
  const numbers = inputs.map(({ id, range }) => [id, range])
  const uses = plans.map(({ because: _, ...plan }) => plan)
  return createHash('sha256').update(canonical({ currency, numbers, uses, shocks })).digest('hex')
}

function replacementOf({ input, data, changed_by, changed_at }: RiskInputRow): Replacement[] {
  if (data === null) return []
  return [{ ...(data as Said), input, by: changed_by ?? '', date: changed_at.toISOString().slice(0, 10) }]
}
