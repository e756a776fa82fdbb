import type { Compared } from './disagreement.ts'

export const rdp: Compared = {
  total: { captures: 2, messages: 141, facts: 150, values: 9, withoutRequest: 0 },
  rows: [],
}
