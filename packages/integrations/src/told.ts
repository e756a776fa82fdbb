// What all receivers that take JSON of our own are given: one shape, with the fields that people renamed or added.
import type { OutwardEnd, OutwardEvent } from '@nautilus/model'
import type { Mapping, Target } from './kind.ts'
import { severityWords } from './severity.ts'

/** ISO 8601, UTC, ms. */
export const timeOf = (micros: number): string => new Date(Math.floor(micros / 1000)).toISOString()

const endTold = (end: OutwardEnd | null) => end && { ...end }

/** What an event says, with times as ISO 8601 and techniques by name. */
export function toldOf(event: OutwardEvent, { link, technique }: Pick<Target, 'link' | 'technique'>): object {
  const { finding, incident, asset, sensor, audit } = event
  const base = {
    ...{ id: event.id, kind: event.kind, time: timeOf(event.at), revision: event.at, test: event.test },
    ...{ tenant: event.tenant, site: event.site, siteName: event.siteName, url: link(event) },
  }
  if (finding) {
    const { id, first, last, ended, techniques, source, target, ...rest } = finding
    const { score } = severityWords[finding.severity]
    const times = { first: timeOf(first), last: timeOf(last), ended: ended === null ? null : timeOf(ended) }
    const named = techniques.map(technique)
    const told = { ...rest, ...times, score, techniques: named, source: endTold(source), target: endTold(target) }
    return { ...base, finding: { id, ...told } }
  }
  if (incident) {
    const { opened, changed, techniques, ...rest } = incident
    const times = { opened: timeOf(opened), changed: timeOf(changed) }
    return { ...base, incident: { ...rest, ...times, techniques: techniques.map(technique) } }
  }
  if (asset) return { ...base, asset: { ...asset, first: timeOf(asset.first), last: timeOf(asset.last) } }
  if (sensor) return { ...base, sensor }
  return { ...base, audit }
}

/** Fields of the outermost level are renamed, and texts added; what is added never covers what is there. */
export function mapped(told: object, { rename, add }: Mapping): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(told)) out[rename[name] ?? name] = value
  for (const [name, value] of Object.entries(add)) if (!(name in out)) out[name] = value
  return out
}
