// One entry's effect on an incident. Whether it may have one was asked before.
import { decisionOf } from '../decision/decision.ts'
import type { FindPlaybook } from '../decision/playbook.ts'
import type { Act, ActOf } from './act.ts'
import { applyToEscalation } from './apply-escalation.ts'
import { applyToRun } from './apply-run.ts'
import type { Draft } from './draft.ts'
import type { Entry } from './entry.ts'
import type { Member, Stamp } from './incident.ts'

export function apply(draft: Draft, { at, by, act }: Entry, find: FindPlaybook): void {
  const stamp: Stamp = { at, by }
  draft.changed = at
  draft.entries++
  draft.touched ||= by.kind === 'person'
  if (applyToRun(draft, stamp, act, find) || applyToEscalation(draft, stamp, act)) return
  if (act.kind === 'state-changed') return changeState(draft, stamp, act, find)
  applyToFindings(draft, stamp, act)
  applyToRoom(draft, stamp, act)
  applyToObligations(draft, act)
}

function changeState(draft: Draft, stamp: Stamp, act: ActOf<'state-changed'>, find: FindPlaybook): void {
  if (act.to === 'decided') draft.decisions.push(decisionOf(draft, stamp, act, find))
  // What was approved was approved for one decision.
  if (draft.run && (act.to === 'decided' || act.to === 'awaiting engineering decision')) {
    draft.run.approvals = []
    draft.run.overrides = []
  }
  move(draft, stamp, act.to, act.reason)
  draft.outcome = act.to === 'closed' ? (act.outcome ?? null) : null
}

function move(draft: Draft, stamp: Stamp, to: Draft['state'], reason: string): void {
  draft.history.push({ ...stamp, from: draft.state, to, reason })
  draft.state = to
}

function applyToFindings(draft: Draft, stamp: Stamp, act: Act): void {
  switch (act.kind) {
    case 'finding-added':
      return add(draft, { ...stamp, finding: act.finding, reason: act.reason })
    case 'finding-removed':
      draft.findings = draft.findings.filter(({ finding }) => finding.id !== act.finding)
      draft.places = new Map(draft.findings.map(({ finding }, place) => [finding.id, place]))
      return
    case 'merged-from':
      draft.mergedFrom.push(act.incident)
      return
    case 'merged-into':
      draft.mergedInto = act.incident
      draft.outcome = 'merged'
      return move(draft, stamp, 'closed', act.reason)
    case 'split-from':
      draft.splitFrom = act.incident
  }
}

function add({ findings, places }: Draft, member: Member): void {
  const place = places.get(member.finding.id)
  if (place !== undefined) findings[place] = { ...findings[place]!, finding: member.finding }
  else places.set(member.finding.id, findings.push(member) - 1)
}

/** The rest of what is owed is a fold of its own. */
function applyToObligations(draft: Draft, act: Act): void {
  if (act.kind === 'aware-set') draft.aware = act.at
  if (act.kind === 'obligation-started' && !draft.obligations.includes(act.obligation))
    draft.obligations.push(act.obligation)
}

/** What people keep beside the findings. */
function applyToRoom(draft: Draft, stamp: Stamp, act: Act): void {
  switch (act.kind) {
    case 'titled':
      draft.title = act.title
      draft.titled = stamp
      return
    case 'enriched':
      draft.enrichment = act.enrichment
      return
    case 'assigned':
      draft.assignee = act.to
      return
    case 'commented':
      draft.comments.push({ ...stamp, text: act.text })
      return
    case 'attached':
      draft.attachments.push({ ...stamp, name: act.name, hash: act.hash, size: act.size, type: act.type })
      return
    case 'reviewed':
      draft.reviews.push({ ...stamp, ...without(act) })
      return
    case 'reported':
      draft.reports.push({ ...stamp, ...without(act) })
      return
    case 'action-agreed':
    case 'action-done':
      return applyToActions(draft, stamp, act)
    case 'watched':
    case 'unwatched':
      draft.watched = draft.watched.filter(({ subject }) => subject !== act.subject)
      if (act.kind === 'watched')
        draft.watched.push({ ...stamp, subject: act.subject, until: act.until, reason: act.reason })
      return
    case 'linked':
    case 'unlinked':
      draft.links = draft.links.filter(({ what, id }) => what !== act.what || id !== act.id)
      if (act.kind === 'linked') draft.links.push({ ...stamp, what: act.what, id: act.id, note: act.note })
  }
}

const without = <T extends { readonly kind: string }>({ kind: _, ...rest }: T): Omit<T, 'kind'> => rest

function applyToActions(draft: Draft, stamp: Stamp, act: ActOf<'action-agreed' | 'action-done'>): void {
  const place = draft.actions.findIndex(({ action }) => action === act.action)
  if (act.kind === 'action-agreed') {
    const agreed = { ...stamp, ...without(act), done: null }
    if (place < 0) draft.actions.push(agreed)
    else draft.actions[place] = agreed
  } else if (place >= 0) draft.actions[place] = { ...draft.actions[place]!, done: { ...stamp, note: act.note } }
}
