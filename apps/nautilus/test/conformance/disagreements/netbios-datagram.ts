import type { Compared } from './disagreement.ts'

export const netbiosDatagram: Compared = {
  total: { captures: 7, messages: 25, facts: 50, values: 50, withoutRequest: 0 },
  rows: [
    {
      capture: 'plant/icsnpp_profinet_mixed_1.pcap',
      protocol: 'netbios-datagram',
      functions: { 'browser:12': ['0/1/0', '0/2/0'] },
      facts: [0, 2],
      reason:
        'Frame 1220 is frame 1219 mirrored once more (RFC 791 3.1: the same identification). The sensor counts it once.',
    },
  ],
}
