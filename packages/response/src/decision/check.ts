// Whether an act of approving, overriding or deciding may be. Duties in general are the table's: who-may.ts.
import { decides } from '../duties.ts'
import { dutiesSaid } from '../duty-sentences.ts'
import type { Act, ActOf } from '../incident/act.ts'
import type { Actor } from '../incident/actor.ts'
import type { Incident } from '../incident/incident.ts'
import { type Refusal, refusal } from '../incident/refusal.ts'
import { inLanguage, listed, type Sentence, sentence } from '../sentence.ts'
import { UNKNOWN, unanswered } from './facts.ts'
import { optionsOf, playbookOf, safetyClassOf } from './options.ts'
import type { Fact, FindPlaybook, Need } from './playbook.ts'
import { mayApprove, type OptionReadiness, readinessOf } from './readiness.ts'

type Known = Pick<Incident, 'state' | 'run' | 'playbooks'>

/** Null where nothing speaks against it. */
export function checkDecision(incident: Known, at: number, by: Actor, act: Act, find: FindPlaybook): Refusal | null {
  switch (act.kind) {
    case 'option-chosen':
    case 'approval-withdrawn':
      return checkOption(incident, act.option, find)
    case 'option-approved':
      return checkApproval(incident, at, by, act, find)
    case 'override-asked':
      return checkAsking(incident, act, find)
    case 'override-confirmed':
      return checkConfirming(incident, by, act)
    case 'fact-answered':
      return checkFact(incident, by, act, find)
    case 'state-changed':
      return act.to === 'decided' ? checkDeciding(incident, at, act, find) : null
    default:
      return null
  }
}

const noPlaybook = refusal('decision.no-playbook', 'No playbook runs in this incident; start one first.')

function checkOption(incident: Known, option: string, find: FindPlaybook): Refusal | null {
  const playbook = playbookOf(incident, find)
  if (!playbook) return noPlaybook
  if (optionsOf(playbook).some(({ id }) => id === option)) return null
  return refusal('option.unknown', `Playbook ${playbook.id} has no option ${option}.`, {
    playbook: playbook.id,
    option,
  })
}

/** That nothing was seen on the network proves of nobody that he is safe: the program answers no question of safety. */
function checkFact(incident: Known, by: Actor, act: ActOf<'fact-answered'>, find: FindPlaybook): Refusal | null {
  const playbook = playbookOf(incident, find)
  if (!playbook) return noPlaybook
  const fact = playbook.facts.find(({ id }) => id === act.fact)
  if (!fact)
    return refusal('fact.unknown', `Playbook ${playbook.id} asks no question ${act.fact}.`, {
      playbook: playbook.id,
      fact: act.fact,
    })
  if (!fact.safety) return null
  if (by.kind === 'system')
    return refusal('fact.person-needed', `${fact.id} is a question of safety; a person answers it.`, { fact: fact.id })
  if (!by.duties.some(duty => decides.has(duty) || duty === fact.who))
    return refusal(
      'fact.not-yours',
      `${fact.id} is a question of safety; somebody who answers for the process answers it.`,
      { fact: fact.id },
    )
  if (['yes', 'no', UNKNOWN].includes(act.answer)) return null
  return refusal('fact.plain-answer', `Answer ${fact.id} with yes, no or unknown, and say more in the note.`, {
    fact: fact.id,
  })
}

const isAwaiting = ({ state }: Known): boolean => state === 'awaiting engineering decision'

const notAwaiting = refusal(
  'approval.not-awaiting',
  'The incident is not awaiting an engineering decision; escalate it before anything is approved.',
)

function checkApproval(
  incident: Known,
  at: number,
  by: Actor,
  { option }: ActOf<'option-approved'>,
  find: FindPlaybook,
): Refusal | null {
  if (!isAwaiting(incident)) return notAwaiting
  const readiness = readinessOf(incident, option, at, find)
  if (!readiness) return checkOption(incident, option, find) ?? noPlaybook
  const held = by.kind === 'person' ? by.duties : []
  if (!mayApprove(readiness.option, held, safetyClassOf(incident, find) === 'S2'))
    return refusal(
      'approval.not-yours',
      `Your duties at this site do not approve "${inLanguage(readiness.option.title, 'en')}".`,
      { option: readiness.option.title },
    )
  return readiness.open ? null : factsOpen(readiness.unanswered)
}

const factsOpen = (facts: readonly Fact[]): Refusal =>
  refusal(
    'approval.facts-unanswered',
    `Unanswered: ${facts.map(({ id, question }) => `${id} ${inLanguage(question, 'en')}`).join(' ')} Answer, or have two people override.`,
    {
      facts: listed(
        facts.map(({ id, question }) => sentence('refusal.fact', { id, question })),
        'refusal.more',
      ),
    },
  )

function checkAsking(incident: Known, act: ActOf<'override-asked'>, find: FindPlaybook): Refusal | null {
  if (!isAwaiting(incident)) return notAwaiting
  const wrong = checkOption(incident, act.option, find)
  const playbook = playbookOf(incident, find)
  if (wrong || !playbook || !incident.run) return wrong ?? noPlaybook
  const open = unanswered(playbook, incident.run).map(({ id }) => id)
  const left = open.filter(id => !act.facts.includes(id))
  if (open.length === 0) return refusal('override.needless', 'Every blocking question is answered; approve the option.')
  if (left.length > 0)
    return refusal('override.incomplete', `The override must name ${left.join(', ')} too.`, { facts: left.join(', ') })
  if (act.facts.length > open.length)
    return refusal('override.too-wide', `The override may name only ${open.join(', ')}.`, { facts: open.join(', ') })
  return null
}

function checkConfirming(incident: Known, by: Actor, { option }: ActOf<'override-confirmed'>): Refusal | null {
  if (!isAwaiting(incident)) return notAwaiting
  const asked = incident.run?.overrides.find(override => override.option === option && override.confirmed === null)
  if (!asked)
    return refusal('override.not-asked', `Nobody asked to override the questions for option ${option}.`, { option })
  if (by.kind !== 'person' || by.person === asked.person)
    return refusal('override.same-person', 'An override is confirmed by another person than the one who asked for it.')
  return null
}

function checkDeciding(incident: Known, at: number, act: ActOf<'state-changed'>, find: FindPlaybook): Refusal | null {
  if (act.option === undefined) return refusal('decision.no-option', 'A decision names the option that was chosen.')
  const readiness = readinessOf(incident, act.option, at, find)
  if (!readiness) return checkOption(incident, act.option, find) ?? noPlaybook
  if (!readiness.open) return factsOpen(readiness.unanswered)
  return readiness.ready ? null : approvalsLack(readiness)
}

const approvalsLack = ({ missing, option }: OptionReadiness): Refusal =>
  refusal(
    'decision.not-approved',
    `"${inLanguage(option.title, 'en')}" still needs the approval of ${missing.map(words).join(' and ')}.`,
    { option: option.title, who: listed(missing.map(needName), 'refusal.and') },
  )

const words = ({ duty, count }: Need): string => `${count} ${typeof duty === 'string' ? duty : duty.join(' or ')}`

const needName = ({ duty, count }: Need): Sentence =>
  sentence('refusal.need', {
    count,
    who: dutiesSaid(typeof duty === 'string' ? [duty] : duty),
  })
