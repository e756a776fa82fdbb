import type { Compared } from './disagreement.ts'

export const dnp3: Compared = {
  total: { captures: 52, messages: 53_479, facts: 178_990, values: 12_835, withoutRequest: 0 },
  rows: [
    {
      capture: 'dnp3/iti_write_vto_empty_string.pcap',
      protocol: 'dnp3',
      facts: [284, 0],
      reason:
        'A fuzzer writes 285 times 65536 empty strings (group 112, variation 0, which takes no bytes: IEEE 1815, A.43). tshark stops at the first.',
    },
    {
      capture: 'dnp3/opendnp3_conformance_8.11.2.5.pcap',
      protocol: 'dnp3',
      cells: 2,
      reason: 'One response brings several events of the same point. A row has one cell for it, with the last of them.',
    },
    {
      capture: 'dnp3/opendnp3_conformance_8.15.2.pcap',
      protocol: 'dnp3',
      facts: [4, 0],
      reason:
        'Frame 10 begins with group 51, variation 2, which tshark does not know the size of (IEEE 1815, A.22); it reads no further.',
    },
    {
      capture: 'dnp3/openics_malformed.pcap',
      protocol: 'dnp3',
      facts: [0, 84],
      reason:
        'Requests whose qualifier or count was damaged on purpose. tshark reads on behind a header that cannot be placed (IEEE 1815, 4.2.2.7) ' +
        'and takes bytes of the control block for headers of objects; the sensor stops there and reports an oddity.',
    },
    {
      capture: 'dnp3/zeek_dnp3_read_p20001.pcap',
      protocol: 'dnp3',
      functions: { 1: ['1/0/0', '0/0/0'], 129: ['0/1/0', '0/0/0'] },
      facts: [43, 0],
      reason: 'Port 20001, which tshark does not know. The sensor recognises the protocol by its structure.',
    },
  ],
}
