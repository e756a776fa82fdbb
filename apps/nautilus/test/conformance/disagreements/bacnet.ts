import type { Compared } from './disagreement.ts'

export const bacnet: Compared = {
  total: { captures: 12, messages: 11_424, facts: 44_387, values: 32_963, withoutRequest: 0 },
  rows: [
    {
      capture: 'bacnet/ct_bacnet-stack-services.pcap',
      protocol: 'bacnet',
      functions: { 'confirmed:0': ['0/0/0', '0/1/0'] },
      facts: [0, 2],
      reason:
        'Frame 1 has version 0x10 in its network layer (bacnet.version), where ASHRAE 135 clause 6.2.1 demands 1. ' +
        'tshark reads on and finds an acknowledgement; the sensor says that it is none of ours.',
    },
  ],
}
