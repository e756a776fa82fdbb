// Which scenario an incident looks like, by ATT&CK for ICS techniques: the gravest first.
import type { ScenarioKind } from './book.ts'

const signs: readonly (readonly [ScenarioKind, readonly string[]])[] = [
  ['safety-write', ['T0880', 'T0837']],
  ['wiper', ['T0809', 'T0857', 'T0839', 'T0879']],
  ['ransomware', ['T0828', 'T0813', 'T0829']],
  ['engineering-workstation', ['T0843', 'T0845', 'T0889', 'T0821', 'T0858', 'T0816']],
  ['worm', ['T0866', 'T0867', 'T0846']],
  ['vendor-access', ['T0822', 'T0886', 'T0859']],
  ['denial', ['T0814', 'T0804', 'T0803', 'T0806']],
]

/** `possible`: of the process; the first of them where no technique says more. Null where there is none. */
export function kindOf(techniques: readonly string[], possible: readonly ScenarioKind[]): ScenarioKind | null {
  const found = signs.find(([kind, of]) => possible.includes(kind) && of.some(each => techniques.includes(each)))
  return found?.[0] ?? possible[0] ?? null
}
