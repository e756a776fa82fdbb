// What every obligation must hold to.
import { leastSpan } from '../reading/duration.ts'
import type { Faults } from '../reading/faults.ts'
import type { Clock, ObligationTemplate, Stage } from './template.ts'

export function checkObligation(template: ObligationTemplate, faults: Faults): void {
  const { stages, validFrom, validTo } = template
  const seen = new Set<string>()
  for (const stage of stages) {
    if (seen.has(stage.key)) faults.of(stage, `There are two stages \`${stage.key}\`; give one another key.`)
    checkClocks(stage, seen, stages, faults)
    checkTarget(stage, faults)
    seen.add(stage.key)
  }
  if (validFrom !== null && validTo !== null && validTo < validFrom)
    faults.of(template, '`validTo` is before `validFrom`.')
}

function checkClocks(stage: Stage, earlier: ReadonlySet<string>, stages: readonly Stage[], faults: Faults): void {
  const { key, clocks, onRequest, instead, requires } = stage
  if (clocks.length === 0 && !onRequest && !instead)
    faults.of(stage, `Stage ${key} needs \`clocks\`, or \`onRequest: true\`.`)
  const named = [...clocks, ...(instead ? [instead.afterwards] : [])]
  for (const { from } of named as readonly Clock[]) {
    const before = from.startsWith('submitted:') ? from.slice('submitted:'.length) : null
    if (before !== null && !earlier.has(before))
      faults.of(stage, `Stage ${key} counts from \`${from}\`, and no stage before it is called ${before}.`)
  }
  if (requires !== null && !earlier.has(requires))
    faults.of(stage, `Stage ${key} requires \`${requires}\`, and no stage before it is called so.`)
  if (instead && !stages.some(other => other.key === instead.of && other.key !== key))
    faults.of(stage, `Stage ${key} takes the place of \`${instead.of}\`, which is no other stage.`)
}

/** A month may be 28 days: a target must be earlier even then. */
function checkTarget({ key, target, clocks }: Stage, faults: Faults): void {
  const [shortest] = clocks.map(({ limit }) => leastSpan(limit)).sort((a, b) => a - b)
  if (target && shortest !== undefined && leastSpan(target) >= shortest)
    faults.of(clocks[0]!, `The target of stage ${key} must be earlier than the limit of the law.`)
}
