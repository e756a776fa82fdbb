// What every option must hold to.
import { type Duty, decides } from '../duties.ts'
import { leastSpan, MINUTE } from '../reading/duration.ts'
import type { Faults } from '../reading/faults.ts'
import type { Need, Option, Playbook } from './playbook.ts'

/** Minutes after which a plant that runs on under suspicion is looked at again, at the latest. */
const LONGEST_WATCH = 240
const OFFICE_RISK = 1

export function checkOptions(playbook: Playbook, faults: Faults): void {
  const { options, safetyClass } = playbook
  if (!options.some(({ effect }) => effect === 'keep-running'))
    faults.of(
      playbook,
      'There is no option to keep running and watch; add one with `effect: keep-running` and `reviewEvery`.',
    )
  for (const option of options) {
    checkApprover(option, faults)
    checkRisk(option, faults)
    checkReview(option, faults)
    if (safetyClass === 'S2' && option.effect !== 'none' && !needs(option, isSafety))
      faults.of(option, `Option ${option.id}: in class S2 the process-safety-engineer must approve.`)
  }
}

/** Is there a need that only people of these duties can meet? */
const needs = ({ approval }: Option, fits: (need: Need) => boolean): boolean => approval.needs.some(fits)

const isPlant = ({ anyOf }: Need): boolean => anyOf.every(duty => decides.has(duty))
const isSafety = ({ anyOf }: Need): boolean => anyOf.every((duty: Duty) => duty === 'process-safety-engineer')

function checkApprover(option: Option, faults: Faults): void {
  const { id, effect } = option
  const touches = effect === 'process' || effect === 'keep-running'
  if (touches && !needs(option, isPlant))
    faults.of(
      option,
      `Option ${id} affects the process: somebody of operations or engineering (${[...decides].join(', ')}) must approve.`,
    )
}

function checkRisk(option: Option, faults: Faults): void {
  const { id, effect, risk, reversible, rollback } = option
  const { safety, availability, quality, equipment } = risk
  const all = [safety, availability, quality, equipment]
  if (effect === 'none' && all.some(level => level > 0))
    faults.of(option, `Option ${id} has \`effect: none\`, but a risk above 0; say \`process\` or \`it\`.`)
  if (effect === 'it' && (safety > 0 || equipment > 0 || all.some(level => level > OFFICE_RISK)))
    faults.of(option, `Option ${id} is more than the office side can answer for; say \`effect: process\`.`)
  if (reversible && rollback.en.length < 10)
    faults.of(option, `Option ${id} is reversible: \`rollback\` must say how, step by step.`)
}

function checkReview(option: Option, faults: Faults): void {
  const { id, effect, reviewEvery } = option
  if (effect !== 'keep-running') return
  if (reviewEvery === null) faults.of(option, `Option ${id} keeps the plant running: it needs \`reviewEvery\`.`)
  else if (leastSpan(reviewEvery) > LONGEST_WATCH * MINUTE)
    faults.of(option, `Option ${id} must be reviewed every ${LONGEST_WATCH} minutes or sooner.`)
}
