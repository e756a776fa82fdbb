import type { Compared } from './disagreement.ts'

export const sampledValues: Compared = {
  total: { captures: 1, messages: 10_161, facts: 20_322, values: 10_161, withoutRequest: 0 },
  rows: [],
}
