import type { Compared } from './disagreement.ts'

export const geEgd: Compared = {
  total: { captures: 1, messages: 7, facts: 7, values: 21, withoutRequest: 0 },
  rows: [],
}
