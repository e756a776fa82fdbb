// Who may do what: one table for the transitions, one for everything else.
import { type Duty, decides, duties } from '../duties.ts'
import type { ActKind } from './act.ts'
import type { State } from './states.ts'

const security: readonly Duty[] = ['analyst', 'provider-duty-manager', 'security-lead', 'ciso']
const engineering: readonly Duty[] = duties.filter(duty => decides.has(duty))
const management: readonly Duty[] = ['operations-manager', 'site-manager', 'ciso']
const crew: readonly Duty[] = ['maintenance-lead', 'network-on-call']
const working: readonly Duty[] = [...new Set([...security, ...engineering, ...management, ...crew])]
const legal: readonly Duty[] = ['legal', 'security-lead', ...management]
const everyone: readonly Duty[] = duties.filter(duty => duty !== 'vendor')

/** `outcomes`: how it may close by this way. `system`: the program may do it too. Each takes a reason. */
export type TransitionRule = {
  readonly from: State
  readonly to: State
  readonly who: readonly Duty[]
  readonly system: boolean
  readonly outcomes: readonly ('resolved' | 'false' | 'benign')[]
}

const way = (from: State, to: State, who: readonly Duty[], system = false): TransitionRule => ({
  from,
  to,
  who,
  system,
  outcomes: [],
})

const dismissal = (from: State, who: readonly Duty[]): TransitionRule => ({
  ...way(from, 'closed', who),
  outcomes: ['false', 'benign'],
})

const awaiting: State = 'awaiting engineering decision'

/**
 * Every transition there is. All that leave *awaiting engineering decision* belong to those who answer for the process.
 * Back to it goes everybody who works on the incident: asking for a new decision takes none away from them.
 */
export const transitions: readonly TransitionRule[] = [
  way('detected', 'confirmed', working),
  way('confirmed', 'enriched', working, true),
  way('enriched', 'escalated', working, true),
  way('escalated', awaiting, working, true),
  way(awaiting, 'decided', engineering),
  way('decided', 'acting', [...engineering, ...crew]),
  way('acting', 'recovered', [...engineering, 'maintenance-lead']),
  // Keep running and watch leaves nothing to be done.
  way('decided', 'recovered', engineering),
  way('recovered', 'documented', working),
  { ...way('documented', 'closed', [...management, 'provider-duty-manager', 'security-lead']), outcomes: ['resolved'] },
  dismissal('detected', [...security, ...engineering]),
  dismissal('confirmed', [...security, ...engineering]),
  dismissal('enriched', [...security, ...engineering]),
  dismissal('escalated', [...security, ...engineering]),
  dismissal(awaiting, engineering),
  way('decided', awaiting, working),
  way('acting', awaiting, working),
  way('recovered', awaiting, working),
  way('documented', 'recovered', working),
  way('closed', 'confirmed', [...security, ...engineering]),
]

export const transitionOf = (from: State, to: State): TransitionRule | null =>
  transitions.find(rule => rule.from === from && rule.to === to) ?? null

/** `who`: persons with any of these duties at the site. `system`: the program too. */
export type ActRule = { readonly who: readonly Duty[]; readonly system: boolean }

const people = (who: readonly Duty[]): ActRule => ({ who, system: false })
const both = (who: readonly Duty[]): ActRule => ({ who, system: true })
const program: ActRule = { who: [], system: true }

/** Changing the state, approving and overriding have further rules of their own. A vendor comments and hands in files. */
export const mayAct: Readonly<Record<ActKind, ActRule>> = {
  opened: both(working),
  titled: both(working),
  'finding-added': both(working),
  'finding-removed': people(working),
  'merged-from': both(working),
  'merged-into': both(working),
  'split-from': people(working),
  'state-changed': both(working),
  enriched: both(working),
  assigned: people(working),
  commented: both(duties),
  attached: both(duties),
  watched: people(working),
  unwatched: both(working),
  linked: both(working),
  unlinked: people(working),
  reported: people(working),
  reviewed: people([...new Set([...working, ...legal])]),
  'action-agreed': people([...new Set([...working, ...legal])]),
  'action-done': people(everyone),
  'playbook-started': both(working),
  'step-done': people(everyone),
  'fact-answered': both(everyone),
  'decision-answered': people(everyone),
  'option-chosen': people(working),
  'option-approved': people(everyone),
  'approval-withdrawn': people(everyone),
  'override-asked': people(engineering),
  'override-confirmed': people(engineering),
  'escalation-started': both(working),
  'escalation-stopped': people([...engineering, 'security-lead', 'provider-duty-manager']),
  paged: program,
  'page-delivered': program,
  'page-failed': program,
  acknowledged: people(everyone),
  'obligation-started': both([...legal, 'provider-duty-manager', 'analyst']),
  'aware-set': people([...legal, 'provider-duty-manager', 'analyst']),
  'moment-set': people(legal),
  'significance-answered': people(everyone),
  'significance-decided': people(legal),
  'stage-drafted': both(everyone),
  'stage-signed': people(everyone),
  'stage-requested': people([...legal, 'communications', 'provider-duty-manager']),
  'alternative-chosen': people(legal),
  'stage-submitted': people([...legal, 'communications', 'provider-duty-manager']),
}
