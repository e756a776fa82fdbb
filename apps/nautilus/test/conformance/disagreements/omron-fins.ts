import type { Compared } from './disagreement.ts'

export const omronFins: Compared = {
  total: { captures: 1, messages: 243, facts: 243, values: 393, withoutRequest: 0 },
  rows: [],
}
