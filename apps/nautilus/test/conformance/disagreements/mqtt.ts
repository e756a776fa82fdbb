import type { Compared } from './disagreement.ts'

export const mqtt: Compared = {
  total: { captures: 5, messages: 44, facts: 70, values: 26, withoutRequest: 0 },
  rows: [],
}
