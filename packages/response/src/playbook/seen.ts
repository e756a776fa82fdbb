// What Nautilus saw of the facts that a playbook asks for, by the key under which the playbook asks.
import type { Enrichment } from '../enrichment/enrichment.ts'
import type { FindingCopy } from '../incident/act.ts'
import type { Incident } from '../incident/incident.ts'
import type { Playbook } from './playbook.ts'

/** `isWhole`: it answers the question; else it only helps whoever answers. `source`: of the finding or asset it is from. */
export type Seen = { readonly value: string; readonly source: string; readonly isWhole: boolean }

/** Values of one answer; what is beyond is counted. */
const MOST = 12

type Known = { readonly findings: readonly FindingCopy[]; readonly enrichment: Enrichment | null }
type Look = (known: Known) => Seen | null

/**
 * What the network cannot show has no line here. Nothing that is only likely is whole: that no work order covers it does
 * not mean that nobody works there, and the name of a process does not say what happens when it stops.
 */
const looks: Readonly<Record<string, Look>> = {
  'planned-work': ({ findings }) => {
    const orders = distinct(findings.map(({ window }) => window.order))
    if (findings.length > 0 && findings.every(({ window }) => window.kind === 'covered'))
      return told(['yes', orders.join(', ')].join(', '), orders[0] ?? findings[0]!.id, true)
    return findings[0] ? told('No work order covers all of it.', findings[0].id, false) : null
  },
  change: ({ findings }) => {
    const changes = findings.flatMap(({ id, changes }) => changes.map(change => ({ id, ...change })))
    const said = changes.map(({ object, before, after }) => `${object}: ${before ?? '?'} → ${after ?? '?'}`)
    return changes[0] ? told(listed(said), changes[0].id, true) : null
  },
  source: ({ findings, enrichment }) => {
    const sources = distinct(findings.map(({ source }) => source))
    return sources[0] ? told(listed(sources.map(id => labelOf(enrichment, id))), sources[0], true) : null
  },
  targets: ({ findings, enrichment }) => {
    const targets = distinct(findings.map(({ target }) => target))
    return targets[0] ? told(listed(targets.map(id => labelOf(enrichment, id))), targets[0], true) : null
  },
  spread: ({ findings, enrichment }) => {
    const targets = distinct(findings.map(({ target }) => target))
    if (targets.length === 0) return null
    if (targets.length === 1) return told('no', targets[0]!, true)
    return told(`yes: ${listed(targets.map(id => labelOf(enrichment, id)))}`, targets[0]!, true)
  },
  process: ({ enrichment }) => firstOf(enrichment, 'enrich.asset.process', 'process'),
  'safety-near': ({ enrichment }) => firstOf(enrichment, 'enrich.asset.safety', 'asset'),
  neighbours: ({ enrichment }) => firstOf(enrichment, 'enrich.peer.new', 'peer'),
}

/** The keys that Nautilus can say something about. */
export const seenKeys: readonly string[] = Object.keys(looks).sort()

/** By fact of the playbook. Questions of safety are never answered by what was seen, nor those that people alone answer. */
export function seenFacts(
  incident: Pick<Incident, 'findings' | 'enrichment'>,
  { facts }: Pick<Playbook, 'facts'>,
): ReadonlyMap<string, Seen> {
  const known = { findings: incident.findings.map(({ finding }) => finding), enrichment: incident.enrichment }
  return new Map(
    facts.flatMap(({ id, key, source, safety }) => {
      const seen = key !== null && Object.hasOwn(looks, key) ? looks[key]!(known) : null
      return seen ? [[id, { ...seen, isWhole: seen.isWhole && source !== 'ask' && !safety }] as const] : []
    }),
  )
}

const told = (value: string, source: string, isWhole: boolean): Seen => ({ value, source, isWhole })

const distinct = (values: readonly (string | null)[]): string[] =>
  [...new Set(values.filter(value => value !== null))].sort()

const listed = (values: readonly string[]): string =>
  [...values.slice(0, MOST), ...(values.length > MOST ? [`+ ${values.length - MOST}`] : [])].join('; ')

/** What people call a device, where enrichment found it. */
function labelOf(enrichment: Enrichment | null, id: string): string {
  const found = enrichment?.statements.find(
    ({ topic, sources, sentence }) =>
      topic === 'where' && sources.some(source => source.id === id) && typeof sentence.values.asset === 'string',
  )
  return found ? String(found.sentence.values.asset) : id
}

/** Helps, and is never whole. */
function firstOf(enrichment: Enrichment | null, key: string, name: string): Seen | null {
  const found = enrichment?.statements.filter(({ sentence }) => sentence.key === key) ?? []
  const values = distinct(found.map(({ sentence }) => String(sentence.values[name] ?? '')))
  return found[0] ? told(listed(values), found[0].sources[0]?.id ?? '', false) : null
}
