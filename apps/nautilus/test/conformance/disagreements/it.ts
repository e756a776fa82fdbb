// Protocols of IT that matter in OT.
import type { Compared, Disagreement } from './disagreement.ts'

const of = (
  captures: number,
  messages: number,
  facts: number,
  values: number,
  rows: readonly Disagreement[] = [],
): Compared => ({ total: { captures, messages, facts, values, withoutRequest: 0 }, rows })

export const it: Readonly<Record<string, Compared>> = {
  dns: of(2, 94, 516, 422),
  dhcp: of(2, 10_009, 40_036, 30_027),
  mdns: of(2, 35, 150, 115),
}
