// Whether an entry may be. The fold asks it of every entry, so that no store and no caller can get past it.
import { severities } from '@nautilus/model'
import { checkDecision } from '../decision/check.ts'
import type { FindPlaybook } from '../decision/playbook.ts'
import { decides } from '../duties.ts'
import { isLocalDate } from '../escalation/wall-time.ts'
import { type Sentence, sentence } from '../sentence.ts'
import type { Act, ActOf } from './act.ts'
import type { Actor } from './actor.ts'
import { checkSize, checkTexts } from './check-size.ts'
import type { Entry } from './entry.ts'
import type { Incident } from './incident.ts'
import { type Refusal, refusal } from './refusal.ts'
import { mayAct, type TransitionRule, transitionOf } from './who-may.ts'

/** Null where the entry may be appended; else why not. `incident`: null for the first entry. */
export function check(incident: Incident | null, { at, by, act }: Entry, find: FindPlaybook): Refusal | null {
  if (!incident) return checkFirst(at, by, act)
  if (act.kind === 'opened')
    return refusal('incident.open-already', `Incident ${incident.id} is open already.`, {
      incident: incident.id,
    })
  if (!Number.isFinite(at) || at < incident.changed)
    return refusal('entry.in-the-past', 'An entry cannot be older than the one before it.')
  return (
    checkDuties(by, act) ??
    checkSize(incident, act) ??
    checkMerged(incident, act) ??
    (act.kind === 'state-changed' ? checkTransition(incident, by, act) : checkAct(incident, by, act)) ??
    checkDecision(incident, at, by, act, find)
  )
}

function checkFirst(at: number, by: Actor, act: Act): Refusal | null {
  if (!Number.isFinite(at)) return refusal('entry.no-time', 'An entry says when it was made.')
  if (act.kind !== 'opened') return refusal('incident.not-open', 'The first entry of an incident opens it.')
  return checkDuties(by, act) ?? checkTexts(act)
}

function checkDuties(by: Actor, { kind }: Act): Refusal | null {
  if (!Object.hasOwn(mayAct, kind)) return refusal('entry.unknown', `This version knows no entry ${kind}.`, { kind })
  const rule = mayAct[kind]
  if (by.kind === 'system')
    return rule.system ? null : refusal('entry.person-needed', `Only a person can do this (${kind}).`, { kind })
  if (by.duties.some(duty => rule.who.includes(duty))) return null
  return refusal('entry.not-yours', `None of your duties at this site allows this (${kind}).`, { kind })
}

const afterMerge: readonly Act['kind'][] = ['commented', 'attached', 'linked', 'page-delivered', 'page-failed']

const checkMerged = ({ mergedInto }: Incident, { kind }: Act): Refusal | null =>
  mergedInto === null || afterMerge.includes(kind)
    ? null
    : refusal('incident.merged', `This incident went into ${mergedInto}; go on there.`, { incident: mergedInto })

function checkTransition(incident: Incident, by: Actor, act: ActOf<'state-changed'>): Refusal | null {
  const rule = transitionOf(incident.state, act.to)
  if (!rule)
    return refusal('state.no-such-way', `An incident that is ${incident.state} cannot become ${act.to}.`, {
      from: stateName(incident.state),
      to: stateName(act.to),
    })
  if (!mayGo(rule, by))
    return refusal('state.not-yours', `None of your duties at this site makes an incident ${act.to}.`, {
      to: stateName(act.to),
    })
  if (act.reason.trim() === '')
    return refusal('state.no-reason', `Say why the incident is ${act.to}.`, { to: stateName(act.to) })
  if (act.to === 'closed' && !rule.outcomes.some(outcome => outcome === act.outcome))
    return refusal('state.no-outcome', `Say how it ended: ${rule.outcomes.join(' or ')}.`)
  return null
}

const mayGo = ({ who, system }: TransitionRule, by: Actor): boolean =>
  by.kind === 'system' ? system : by.duties.some(duty => who.includes(duty))

function checkAct(incident: Incident, by: Actor, act: Act): Refusal | null {
  switch (act.kind) {
    case 'finding-removed':
      if (incident.findings.some(({ finding }) => finding.id === act.finding)) return null
      return refusal('finding.not-here', `Finding ${act.finding} is not part of this incident.`, {
        finding: act.finding,
      })
    case 'merged-into':
      return checkMerging(incident, by)
    case 'playbook-started':
      return checkStarting(incident, by)
    case 'paged':
    case 'escalation-stopped':
      if (incident.escalations.at(-1)?.stopped === null) return null
      return refusal('escalation.not-running', 'No escalation is running.')
    case 'reported':
      return checkReport(act)
    case 'action-agreed':
      if (act.due === null || isLocalDate(act.due)) return null
      return refusal('action.no-date', 'Say the day by which it is done as 2026-01-31.')
    case 'action-done':
      if (incident.actions.some(({ action, done }) => action === act.action && done === null)) return null
      return refusal('action.not-open', 'There is no such action, or it is done already.')
    case 'step-done':
    case 'decision-answered':
      return incident.run
        ? null
        : refusal('decision.no-playbook', 'No playbook runs in this incident; start one first.')
    default:
      return null
  }
}

const checkReport = ({ severity }: ActOf<'reported'>): Refusal | null =>
  severities.includes(severity) ? null : refusal('report.no-severity', `Say how grave it is: ${severities.join(', ')}.`)

const stateName = (state: Incident['state']): Sentence => sentence(`state.${state}`)

const isDecider = (by: Actor): boolean => by.kind === 'person' && by.duties.some(duty => decides.has(duty))

/** The program merges what nobody has touched. What awaits a decision, or has one, those merge who decide. */
function checkMerging({ state, touched, aware, obligations }: Incident, by: Actor): Refusal | null {
  if (aware !== null || obligations.length > 0)
    return refusal('incident.clocks-run', 'Clocks of obligations run in this incident; merge the other one into it.')
  if (by.kind === 'system' && touched)
    return refusal('incident.in-work', 'People work on this incident; a person merges it.')
  if (isEarly(state) || isDecider(by)) return null
  return refusal('incident.not-yours', `Those who answer for the process merge an incident that is ${state}.`, {
    state: stateName(state),
  })
}

/** Once a decision is asked for, the questions are not exchanged by others than those who decide. */
const checkStarting = ({ state, run }: Incident, by: Actor): Refusal | null =>
  run === null || isEarly(state) || isDecider(by)
    ? null
    : refusal(
        'playbook.in-use',
        `Those who answer for the process change the playbook while the incident is ${state}.`,
        {
          state: stateName(state),
        },
      )

const isEarly = (state: Incident['state']): boolean =>
  ['detected', 'confirmed', 'enriched', 'escalated'].includes(state)
