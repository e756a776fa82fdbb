import type { Compared } from './disagreement.ts'

export const ethercat: Compared = {
  total: { captures: 4, messages: 4_082, facts: 11_569, values: 23_138, withoutRequest: 0 },
  rows: [],
}
