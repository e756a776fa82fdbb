import type { Compared } from './disagreement.ts'

export const dnp3: Compared = {
  total: { captures: 0, messages: 0, facts: 0, values: 0, withoutRequest: 0 },
  rows: [],
}
