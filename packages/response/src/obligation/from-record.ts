// What the record of an incident says of one obligation. The record is the only truth: nothing of this is stored.
import type { ActOf } from '../incident/act.ts'
import type { Actor } from '../incident/actor.ts'
import type { Entry } from '../incident/entry.ts'
import type { ObligationEntry } from './obligation.ts'
import type { ObligationTemplate } from './template.ts'

/** The template as it was when an obligation was started, by id and version. */
export type FindTemplate = (id: string, version: string) => ObligationTemplate | null

export const nameOf = (by: Actor): string => (by.kind === 'person' ? by.person : 'system')

/** What was started, each once: the first entry of each id counts. */
export const startedIn = (entries: readonly Entry[]): readonly (Entry & { act: ActOf<'obligation-started'> })[] => {
  const seen = new Set<string>()
  return entries.flatMap(entry => {
    if (entry.act.kind !== 'obligation-started' || seen.has(entry.act.obligation)) return []
    seen.add(entry.act.obligation)
    return [{ ...entry, act: entry.act }]
  })
}

/**
 * The entries of one obligation, the opening first: moments that were set before it began count for it, too. Empty where
 * it was not started, or its template cannot be found.
 */
export function obligationEntriesOf(entries: readonly Entry[], id: string, find: FindTemplate): ObligationEntry[] {
  const start = startedIn(entries).find(({ act }) => act.obligation === id)
  const template = start ? find(id, start.act.version) : null
  if (!start || !template) return []
  const stamp = { by: nameOf(start.by), at: start.at }
  return [
    { ...stamp, kind: 'obligation-opened', template, timeZone: start.act.timeZone },
    ...entries.flatMap(entry => entryOf(entry, id) ?? []),
  ]
}

function entryOf({ by, at, act }: Entry, id: string): ObligationEntry | null {
  const stamp = { by: nameOf(by), at }
  switch (act.kind) {
    case 'aware-set':
      return { ...stamp, kind: 'moment-set', anchor: 'awareAt', moment: act.at, reason: act.reason }
    case 'moment-set':
      if (act.obligation !== null && act.obligation !== id) return null
      return { ...stamp, kind: 'moment-set', anchor: act.anchor, moment: act.at, reason: act.reason }
    case 'stage-requested':
      if (act.obligation !== id) return null
      return { ...stamp, kind: 'report-requested', stage: act.stage, moment: act.at, due: act.due }
    case 'stage-submitted': {
      if (act.obligation !== id) return null
      const { stage, at: moment, receipt, correction = false } = act
      return { ...stamp, kind: 'report-submitted', stage, moment, receipt: receipt || null, correction }
    }
    case 'alternative-chosen':
      if (act.obligation !== id) return null
      return { ...stamp, kind: 'alternative-chosen', stage: act.stage, reason: act.reason }
    default:
      return null
  }
}
