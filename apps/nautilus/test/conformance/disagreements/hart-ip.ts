import type { Compared } from './disagreement.ts'

export const hartIp: Compared = {
  total: { captures: 3, messages: 2828, facts: 8397, values: 5569, withoutRequest: 0 },
  rows: [],
}
