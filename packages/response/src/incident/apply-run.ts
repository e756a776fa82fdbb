// What a playbook's run is after an act. True where the act was about it.
import type { FindPlaybook } from '../decision/playbook.ts'
import type { Act } from './act.ts'
import type { Draft, DraftRun } from './draft.ts'
import type { Stamp } from './incident.ts'

export function applyToRun(draft: Draft, stamp: Stamp, act: Act, find: FindPlaybook): boolean {
  if (act.kind === 'playbook-started') {
    const { playbook, version } = act
    const empty = { steps: [], outcomes: [], answers: [], chosen: [], approvals: [], overrides: [] }
    draft.playbooks.push({ playbook, version })
    draft.run = { playbook, version, started: stamp, ...empty }
    return true
  }
  return draft.run !== null && (applyToWork(draft.run, stamp, act, find) || applyToApproval(draft.run, stamp, act))
}

function applyToWork(run: DraftRun, stamp: Stamp, act: Act, find: FindPlaybook): boolean {
  switch (act.kind) {
    case 'step-done':
      run.steps.push({ ...stamp, step: act.step, note: act.note ?? '' })
      return true
    case 'decision-answered': {
      const { decision, outcome } = act
      run.outcomes = [...run.outcomes.filter(each => each.decision !== decision), { ...stamp, decision, outcome }]
      return true
    }
    case 'fact-answered': {
      const before = run.answers.find(({ fact }) => fact === act.fact)
      run.answers = run.answers.filter(({ fact }) => fact !== act.fact)
      run.answers.push({ ...stamp, fact: act.fact, answer: act.answer, note: act.note })
      // People approved on the facts as they were.
      if (before?.answer !== act.answer && blocks(run, act.fact, find)) {
        run.approvals = []
        run.overrides = []
      }
      return true
    }
    case 'option-chosen':
      run.chosen.push({ ...stamp, option: act.option })
      return true
    default:
      return false
  }
}

const blocks = ({ playbook, version }: DraftRun, id: string, find: FindPlaybook): boolean =>
  find(playbook, version)?.facts.find(fact => fact.id === id)?.blocks ?? true

function applyToApproval(run: DraftRun, { at, by }: Stamp, act: Act): boolean {
  if (by.kind !== 'person') return false
  const { person, duties } = by
  switch (act.kind) {
    case 'option-approved':
      run.approvals = run.approvals.filter(approval => approval.option !== act.option || approval.person !== person)
      run.approvals.push({ at, option: act.option, person, duties })
      return true
    case 'approval-withdrawn':
      run.approvals = run.approvals.filter(approval => approval.option !== act.option || approval.person !== person)
      return true
    case 'override-asked':
      run.overrides = run.overrides.filter(({ option }) => option !== act.option)
      run.overrides.push({ at, option: act.option, person, facts: act.facts, reason: act.reason, confirmed: null })
      return true
    case 'override-confirmed':
      run.overrides = run.overrides.map(override =>
        override.option === act.option ? { ...override, confirmed: { at, person, reason: act.reason } } : override,
      )
      return true
    default:
      return false
  }
}
