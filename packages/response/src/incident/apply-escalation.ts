// What an incident's escalation is after an act. True where the act was about it.
import type { Act } from './act.ts'
import type { Draft } from './draft.ts'
import type { PageSent, Stamp } from './incident.ts'

export function applyToEscalation(draft: Draft, stamp: Stamp, act: Act): boolean {
  switch (act.kind) {
    case 'escalation-started':
      stop(draft, stamp.at)
      draft.escalations.push({ ...stamp, policy: act.policy, stopped: null })
      return true
    case 'escalation-stopped':
      stop(draft, stamp.at)
      return true
    case 'paged': {
      const { page, slot, duty, person, channel } = act
      const escalation = draft.escalations.length - 1
      draft.pages.push({ ...stamp, page, slot, duty, person, channel, escalation, outcome: 'sent' })
      return true
    }
    case 'page-delivered':
      settle(draft, act.page, 'delivered')
      return true
    case 'page-failed':
      settle(draft, act.page, 'failed')
      return true
    case 'acknowledged': {
      if (stamp.by.kind !== 'person') return false
      const { person, duties } = stamp.by
      draft.acknowledgements.push({ at: stamp.at, person, duties })
      return true
    }
    default:
      return false
  }
}

function stop(draft: Draft, at: number): void {
  const last = draft.escalations.at(-1)
  if (last && last.stopped === null) draft.escalations[draft.escalations.length - 1] = { ...last, stopped: at }
}

function settle(draft: Draft, page: string, outcome: PageSent['outcome']): void {
  const place = draft.pages.findLastIndex(sent => sent.page === page)
  if (place >= 0) draft.pages[place] = { ...draft.pages[place]!, outcome }
}
