// What every playbook must hold to, whoever wrote it. `playbook` and its parts were read with the same `faults`.

import { leastSpan, MINUTE } from '../reading/duration.ts'
import type { Faults } from '../reading/faults.ts'
import { checkOptions } from './check-options.ts'
import { checkReferences, unique } from './check-references.ts'
import type { Fact, Playbook } from './playbook.ts'

/** A safety system that somebody touched: its engineer is called within this many minutes. */
const SAFETY_CALL = 5

export function checkPlaybook(playbook: Playbook, faults: Faults): void {
  checkReferences(playbook, faults)
  checkFacts(playbook.facts, faults)
  checkOptions(playbook, faults)
  if (playbook.safetyClass === 'S2') checkSafetyCall(playbook, faults)
}

/** Also those that all playbooks share, which are checked where they are read. */
export function checkFacts(facts: readonly Fact[], faults: Faults): void {
  unique('fact', facts, faults)
  for (const fact of facts) {
    const { id, source, key, blocks, safety } = fact
    if ((source !== 'ask') !== (key !== null))
      faults.of(
        fact,
        source === 'ask'
          ? `Fact ${id} is asked of a person; take out \`key\`.`
          : `Fact ${id} is filled by the product; say from which \`key\`.`,
      )
    if (safety && !blocks) faults.of(fact, `Fact ${id} is about safety: it must block until it is answered.`)
  }
}

function checkSafetyCall(playbook: Playbook, faults: Faults): void {
  const isCalled = playbook.notify.some(
    ({ duty, within, channels, if: condition }) =>
      duty === 'process-safety-engineer' &&
      condition === null &&
      channels.includes('phone') &&
      leastSpan(within) <= SAFETY_CALL * MINUTE,
  )
  if (!isCalled)
    faults.of(
      playbook,
      `A playbook of class S2 must call the process-safety-engineer by phone within ${SAFETY_CALL} minutes, always.`,
    )
}
