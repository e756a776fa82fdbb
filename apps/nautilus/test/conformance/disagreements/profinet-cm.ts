import type { Compared } from './disagreement.ts'

const ALONE =
  'IEC 61158-6-10, 4.10: a device answers from a dynamic port, so that its reply has a flow of its own. Where one reply is ' +
  'all that is seen of such a flow, on a port that is not registered, the sensor does not judge by it.'

export const profinetCm: Compared = {
  total: { captures: 8, messages: 495, facts: 1516, values: 1021, withoutRequest: 0 },
  rows: [
    {
      capture: 'profinet/icsnpp_profinet_io_cm_control.pcapng',
      protocol: 'profinet-cm',
      functions: { 4: ['145/126/0', '145/144/0'] },
      facts: [0, 54],
      reason: ALONE,
    },
    {
      capture: 'profinet/icsnpp_profinet_io_cm_read.pcapng',
      protocol: 'profinet-cm',
      functions: { 5: ['3/1/0', '3/3/0'] },
      facts: [0, 4],
      reason: ALONE,
    },
    {
      capture: 'plant/icsnpp_profinet_mixed_1.pcap',
      protocol: 'profinet-cm',
      functions: { 4: ['5/3/0', '5/5/0'] },
      facts: [0, 6],
      reason: ALONE,
    },
  ],
}
