import type { Compared } from './disagreement.ts'

export const bacnetEthernet: Compared = {
  total: { captures: 6, messages: 5074, facts: 19_081, values: 14_007, withoutRequest: 0 },
  rows: [],
}
