// Rules that came after the first records: they are asked of what is added now, so that older records still fold.
import type { Entry } from './entry.ts'
import type { Incident } from './incident.ts'
import { type Refusal, refusal } from './refusal.ts'

/** `incident`: as it is with the entries that are added. Null where nothing speaks against them. */
export function checkAdded(incident: Incident, added: readonly Entry[]): Refusal | null {
  const isClosing = added.some(({ act }) => act.kind === 'state-changed' && act.outcome === 'resolved')
  if (!isClosing || incident.exercise || incident.reviews.length > 0) return null
  return refusal('state.no-review', 'Look back first: write the review of the incident, and then close it.')
}
