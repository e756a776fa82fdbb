// Which events a destination hears of.
import { type OutwardEvent, severities, topicOf } from '@nautilus/model'
import type { DestinationFilter } from '@nautilus/store'

const ranks: ReadonlyMap<string, number> = new Map(severities.map((severity, rank) => [severity, rank]))

export function isWanted(event: OutwardEvent, { topics, severity, sites, exercises }: DestinationFilter): boolean {
  if (!topics.includes(topicOf(event.kind))) return false
  if (sites.length > 0 && event.site !== null && !sites.includes(event.site)) return false
  if (event.incident?.exercise && !exercises) return false
  const own = event.finding?.severity ?? event.incident?.severity
  return own === undefined || (ranks.get(own) ?? 0) >= (ranks.get(severity) ?? 0)
}
