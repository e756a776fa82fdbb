import type { Compared } from './disagreement.ts'

export const iec104: Compared = {
  total: { captures: 3, messages: 223, facts: 962, values: 316, withoutRequest: 0 },
  rows: [
    {
      capture: 'iec104/iti_TestDissectIec104.pcap',
      protocol: 'iec104',
      functions: { 24: ['0/0/0', '0/2/0'], 26: ['0/0/0', '0/2/0'] },
      facts: [0, 4],
      reason:
        'Several frames hold bytes of a fuzzer. tshark looks for 0x68 behind garbage and shows frames of types 24 and 26, which IEC 60870-5-101 ' +
        '(7.2.1.1) does not know. The sensor finds no message boundary there and reports malformed bytes.',
    },
  ],
}
