// One entry's effect on an incident. Whether it may have one was asked before.
import { severities } from '@nautilus/model'
import { decisionOf } from '../decision/decision.ts'
import type { FindPlaybook } from '../decision/playbook.ts'
import type { Act, ActOf } from './act.ts'
import { applyToEscalation } from './apply-escalation.ts'
import { applyToRun } from './apply-run.ts'
import type { Draft } from './draft.ts'
import type { Entry } from './entry.ts'
import { compareFindings } from './grouping/relate.ts'
import type { Stamp } from './incident.ts'

export function apply(draft: Draft, { at, by, act }: Entry, find: FindPlaybook): void {
  const stamp: Stamp = { at, by }
  draft.changed = at
  draft.entries++
  if (applyToRun(draft, stamp, act, find) || applyToEscalation(draft, stamp, act)) return
  if (act.kind === 'state-changed') return changeState(draft, stamp, act, find)
  applyToFindings(draft, stamp, act)
  applyToRoom(draft, stamp, act)
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
    case 'finding-added': {
      const place = draft.findings.findIndex(({ finding }) => finding.id === act.finding.id)
      if (place >= 0) draft.findings[place] = { ...draft.findings[place]!, finding: act.finding }
      else draft.findings.push({ ...stamp, finding: act.finding, reason: act.reason })
      return reckon(draft)
    }
    case 'finding-removed':
      draft.findings = draft.findings.filter(({ finding }) => finding.id !== act.finding)
      return reckon(draft)
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

/** In order again, and as grave as the gravest. */
function reckon(draft: Draft): void {
  draft.findings.sort((a, b) => compareFindings(a.finding, b.finding))
  draft.severity =
    severities.findLast(grave => draft.findings.some(({ finding }) => finding.severity === grave)) ?? 'recorded'
}

/** What people keep beside the findings. */
function applyToRoom(draft: Draft, stamp: Stamp, act: Act): void {
  switch (act.kind) {
    case 'titled':
      draft.title = act.title
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
