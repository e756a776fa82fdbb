// What the record must show of every decision, read from the entries alone. It shares no code with the fold.
import type { Actor, DecisionPlaybook, Entry } from '../../src/index.ts'

const DECIDERS = ['shift-supervisor', 'plant-engineer', 'process-safety-engineer', 'operations-manager']
const WAITING = 'awaiting engineering decision'
const HALF_HOUR = 30 * 60 * 1_000_000

const held = (by: Actor): readonly string[] => (by.kind === 'person' ? by.duties : [])
const isDecider = (by: Actor): boolean => held(by).some(duty => DECIDERS.includes(duty))
const nameOf = (by: Actor): string => (by.kind === 'person' ? by.person : '(program)')

/** Complaints about these entries, all of which had their effect. */
export function complaintsOf(entries: readonly Entry[], playbooks: readonly DecisionPlaybook[]): string[] {
  const complaints: string[] = []
  let state = 'detected'
  let isDecided = false
  entries.forEach(({ by, act }, place) => {
    const to = act.kind === 'state-changed' ? act.to : act.kind === 'merged-into' ? 'closed' : null
    if (to === null) return
    const complain = (text: string) => complaints.push(`entry ${place}, ${state} to ${to}: ${text}`)
    if (state === WAITING && !isDecider(by)) complain(`${nameOf(by)} does not answer for the process`)
    if (to === 'decided') {
      if (state !== WAITING) complain('nobody had asked for a decision')
      for (const complaint of ofDecision(entries, place, playbooks)) complain(complaint)
      isDecided = true
    }
    if (['acting', 'recovered', 'documented'].includes(to) && !isDecided) complain('nothing was decided')
    if (to === WAITING || to === 'confirmed') isDecided = false
    state = to
  })
  return complaints
}

function ofDecision(entries: readonly Entry[], place: number, playbooks: readonly DecisionPlaybook[]): string[] {
  const before = entries.slice(0, place)
  const { act, at } = entries[place]!
  const id = act.kind === 'state-changed' ? act.option : undefined
  const names = before.flatMap(({ act: each }) => (each.kind === 'playbook-started' ? [each.playbook] : []))
  const playbook = playbooks.find(each => each.id === names.at(-1))
  if (!playbook) return ['no playbook ran']
  const option = playbook.options.find(each => each.id === id)
  if (!option && id !== 'keep-running') return [`there is no option ${id}`]
  const begun = before.findLastIndex(({ act: each }) => each.kind === 'state-changed' && each.to === WAITING)
  const replaced = before.findLastIndex(({ act: each }) => each.kind === 'playbook-started')
  const room = before.slice(Math.max(begun, replaced) + 1)
  const fresh = (entry: Entry) => at - entry.at <= HALF_HOUR
  const approvals = room.filter(
    (entry, index) =>
      entry.act.kind === 'option-approved' &&
      entry.act.option === id &&
      fresh(entry) &&
      !room
        .slice(index)
        .some(
          later =>
            later.act.kind === 'approval-withdrawn' && later.act.option === id && nameOf(later.by) === nameOf(entry.by),
        ),
  )
  const needs = option
    ? option.approval.need.flatMap(need => Array.from({ length: need.count }, () => [need.duty].flat() as string[]))
    : [DECIDERS]
  const complaints: string[] = []
  if (
    !canSeat(
      needs,
      approvals.map(({ by }) => by),
      [],
    )
  )
    complaints.push('approvals are missing')
  if (option?.affectsProcess && !approvals.some(({ by }) => isDecider(by))) complaints.push('no engineer approved')
  const isSafety = names.some(name => playbooks.find(each => each.id === name)?.safetyClass === 'S2')
  if (isSafety && !approvals.some(({ by }) => held(by).includes('process-safety-engineer')))
    complaints.push('the process-safety engineer did not approve')
  for (const fact of playbook.facts.filter(({ blocks }) => blocks))
    if (
      !isAnswered(before.slice(replaced), fact.id, fact.safety) &&
      !isOverridden(room.filter(fresh), room, id!, fact.id)
    )
      complaints.push(`${fact.id} is unanswered`)
  return complaints
}

/** Every way to seat different people is tried. */
function canSeat(needs: readonly (readonly string[])[], people: readonly Actor[], used: readonly string[]): boolean {
  const [need, ...rest] = needs
  if (!need) return true
  return people.some(
    by =>
      !used.includes(nameOf(by)) &&
      held(by).some(duty => need.includes(duty)) &&
      canSeat(rest, people, [...used, nameOf(by)]),
  )
}

function isAnswered(entries: readonly Entry[], fact: string, safety: boolean): boolean {
  const last = entries.findLast(({ act }) => act.kind === 'fact-answered' && act.fact === fact)
  if (last?.act.kind !== 'fact-answered') return false
  if (safety) return isDecider(last.by) && (last.act.answer === 'yes' || last.act.answer === 'no')
  return last.act.answer !== '' && last.act.answer !== 'unknown'
}

/** Somebody who decides named the fact and gave a reason, and another who decides confirmed it. */
function isOverridden(fresh: readonly Entry[], room: readonly Entry[], option: string, fact: string): boolean {
  return fresh.some(({ act, by }) => {
    if (act.kind !== 'override-confirmed' || act.option !== option || act.reason === '' || !isDecider(by)) return false
    return room.some(
      ask =>
        ask.act.kind === 'override-asked' &&
        ask.act.option === option &&
        ask.act.facts.includes(fact) &&
        ask.act.reason !== '' &&
        isDecider(ask.by) &&
        nameOf(ask.by) !== nameOf(by),
    )
  })
}
