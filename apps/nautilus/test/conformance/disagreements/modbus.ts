import { type Compared, RETRANSMISSION } from './disagreement.ts'

const OTHER_PORTS = 'Modbus on ports 503 and 505, which tshark knows only when it is told.'

export const modbus: Compared = {
  total: { captures: 19, messages: 42_480, facts: 88_499, values: 87_570, withoutRequest: 23 },
  rows: [
    {
      capture: 'modbus/s4x15_advantech.pcap',
      protocol: 'modbus',
      collected: { 'modbus 2 replies': [33, 31], 'modbus 3 replies': [62, 61] },
      reason: RETRANSMISSION,
    },
    {
      capture: 'modbus/s4x15_modicon_ctf.pcap',
      protocol: 'modbus',
      collected: { 'modbus 3 requests': [170, 168] },
      reason: `${RETRANSMISSION} Frames 651 and 4173.`,
    },
    {
      capture: 'modbus/umas_modicon_test.pcap',
      protocol: 'modbus',
      facts: [12, 0],
      reason: 'Memory that was read with Schneider UMAS, function 90: tshark shows its bytes without a meaning.',
    },
    {
      capture: 'modbus/zeek_4sics_min.pcap',
      protocol: 'modbus',
      facts: [0, 3],
      reason:
        'Function 23 that reads 0 registers and writes 8466, of which its message holds 121: random bytes, refused by the gateway. ' +
        'tshark shows the fields all the same; the sensor says `modbus.quantity` and tells no values.',
    },
    {
      capture: 'modbus/zeek_fuzz1011.pcap',
      protocol: 'modbus',
      functions: { 4: ['2/2/0', '2/3/0'] },
      facts: [0, 1],
      reason:
        'Fuzzed TCP headers: frame 4 lies 1.2 MB before bytes that were already delivered. tshark takes it, told not to judge sequence numbers; ' +
        'judging them it leaves it out like the sensor.',
    },
    {
      capture: 'modbus/zeek_fuzz72.pcap',
      protocol: 'modbus',
      functions: {
        34: ['1/0/0', '0/0/0'],
        54: ['1/0/0', '1/1/1'],
        58: ['0/0/0', '0/1/1'],
        59: ['0/0/0', '0/1/1'],
        66: ['0/0/0', '0/1/1'],
      },
      facts: [1, 9],
      collected: {
        'modbus 28 replies': [1, 0],
        'modbus 34 requests': [1, 0],
        'modbus 47 replies': [1, 0],
        'modbus 51 replies': [1, 0],
        'modbus 64 requests': [1, 0],
      },
      reason:
        'Fuzzed TCP headers: sequence numbers jump. Behind a gap the sensor asks for evidence of a message boundary, and the refusal of a ' +
        'function that does not exist gives too little. tshark judges each segment by itself.',
    },
    {
      capture: 'modbus/zeek_modbusBig.pcap',
      protocol: 'modbus',
      collected: { 'modbus 1 replies': [1388, 1387] },
      reason: `${RETRANSMISSION} Frame 3150, acknowledged in 3149.`,
    },
    {
      capture: 'plant/wastewater_1.pcapng',
      protocol: 'modbus',
      collected: { 'modbus 3 requests': [594, 0], 'modbus 3 replies': [595, 0] },
      reason: OTHER_PORTS,
    },
    {
      capture: 'plant/wastewater_2.pcapng',
      protocol: 'modbus',
      facts: [1, 0],
      collected: { 'modbus 3 requests': [1509, 0], 'modbus 3 replies': [1510, 0] },
      reason: `${OTHER_PORTS} A reply near frame 8278 stands before its request; the sensor waits for that and knows the address.`,
    },
    {
      capture: 'plant/wastewater_3.pcapng',
      protocol: 'modbus',
      collected: { 'modbus 3 requests': [579, 0], 'modbus 3 replies': [581, 0] },
      reason: OTHER_PORTS,
    },
  ],
}
