import type { Compared } from './disagreement.ts'

export const profinet: Compared = {
  total: { captures: 6, messages: 272, facts: 1069, values: 797, withoutRequest: 0 },
  rows: [],
}
