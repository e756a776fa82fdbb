import type { Compared } from './disagreement.ts'

const UNTOLD =
  'Replies to read and read write begin with a result as all others do (Beckhoff, "ADS Read", "ADS Read Write"). ' +
  'tshark leaves it out, so that refusals do not show.'

export const ads: Compared = {
  total: { captures: 2, messages: 312, facts: 312, values: 624, withoutRequest: 0 },
  rows: [
    {
      capture: 'ads/iti_beckhoff_addroute.pcapng',
      protocol: 'ads',
      functions: { 2: ['30/30/4', '30/30/0'], 9: ['8/8/3', '8/8/0'] },
      reason: UNTOLD,
    },
    {
      capture: 'ads/iti_beckhoff_iplinktc3.pcapng',
      protocol: 'ads',
      functions: { 9: ['7/7/3', '7/7/0'] },
      reason: UNTOLD,
    },
  ],
}
