// An incident is a fold over its entries. Entries that may not be have no effect, and are told.
import type { FindPlaybook } from '../decision/playbook.ts'
import { apply } from './apply.ts'
import { check } from './check.ts'
import { type Draft, finished, newDraft } from './draft.ts'
import type { Entry } from './entry.ts'
import type { Incident } from './incident.ts'

/** Null where no entry opens it. The same entries and playbooks give the same incident. */
export function fold(entries: readonly Entry[], find: FindPlaybook): Incident | null {
  let draft: Draft | null = null
  const early: Incident['refused'][number][] = []
  entries.forEach((entry, place) => {
    const refused = check(draft, entry, find)
    if (refused) (draft?.refused ?? early).push({ place, ...refused })
    else if (draft) apply(draft, entry, find)
    else if (entry.act.kind === 'opened') draft = newDraft(entry, entry.act)
  })
  return withEarly(draft, early)
}

const withEarly = (draft: Draft | null, early: readonly Incident['refused'][number][]): Incident | null =>
  draft && finished({ ...draft, refused: [...early, ...draft.refused] })
