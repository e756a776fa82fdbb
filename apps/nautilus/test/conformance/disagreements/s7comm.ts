import { type Compared, RETRANSMISSION } from './disagreement.ts'

export const s7comm: Compared = {
  total: { captures: 39, messages: 60_846, facts: 186_417, values: 735_415, withoutRequest: 0 },
  rows: [
    {
      capture: 's7comm/iti_s7comm_clean.pcap',
      protocol: 's7comm',
      collected: { 's7comm job:04': [5274, 5262] },
      reason: RETRANSMISSION,
    },
    {
      capture: 's7comm/iti_snap7_s300_everything.pcapng',
      protocol: 's7comm',
      collected: { 's7comm job:1d': [10, 9] },
      reason:
        'Frame 44 refuses the start of an upload with error 0xd20c and names no function. The sensor counts it under that of its request.',
    },
    {
      capture: 's7comm/iti_wincc_s300_setup-alarm-read_2.pcapng',
      protocol: 's7comm',
      functions: { 'job:04': ['228/228/0', '229/228/0'] },
      facts: [0, 10],
      reason:
        'Frame 422 brings again the request of frame 421, with 7 bytes in front that were lost. ' +
        'tshark, told not to judge sequence numbers, shows the request twice.',
    },
    {
      capture: 'plant/wastewater_2.pcapng',
      protocol: 's7comm',
      facts: [2, 2],
      collected: { 's7comm job:04': [468, 466], 's7comm-plus 0xfe': [16, 15] },
      reason:
        'Frame 3573, a reply, was captured 70 µs before its request, 3574. The sensor joins the two; read in the order of the file, ' +
        'the reply belongs to the request before it. What DB1 and DB8 hold elsewhere shows that the sensor is right. ' +
        `The older counts: ${RETRANSMISSION}`,
    },
  ],
}
