import type { Compared } from './disagreement.ts'

export const synchrophasor: Compared = {
  total: { captures: 1, messages: 256, facts: 512, values: 0, withoutRequest: 0 },
  rows: [],
}
