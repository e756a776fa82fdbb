// Where tshark and the sensor do not agree, capture by capture, each looked at. The tests enforce every line: one that no
// longer shows must go, and `docs/conformance.md` has them all.

/** Messages of a function: requests/replies/errors. */
type Tally = `${number}/${number}/${number}`

export type Disagreement = {
  readonly capture: string
  readonly protocol: string
  /** By function key: ours, theirs. */
  readonly functions?: Readonly<Record<string, readonly [Tally, Tally]>>
  /** Facts that only we state, and only they. */
  readonly facts?: readonly [number, number]
  /** Values whose least and greatest in the rows of the product are not those of the single operations. */
  readonly cells?: number
  /** Counts of `shared/captures/expected`: ours, theirs. */
  readonly collected?: Readonly<Record<string, readonly [number, number]>>
  readonly reason: string
}

const RETRANSMISSION =
  'tshark left out segments whose acknowledgement stands earlier in the file as retransmissions; their bytes are in no other frame.'
const BETWEEN = 'A keep-alive between the parts of a message is passed over and not counted.'
const OTHER_PORTS = 'Modbus on ports 503 and 505, which tshark knows only when it is told.'

export const disagreements: readonly Disagreement[] = [
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
    capture: 's7comm-plus/iti_V13_1200_TP1200sim_MW100_Int_SPS_5s_MW102_Int_SPS_10s_MW102_ab_1000_Timer_sync.pcapng',
    protocol: 's7comm-plus',
    collected: { 's7comm-plus 0x04f2 replies': [10, 0] },
    reason:
      'The replies to SetVariable begin with opcode 0x02, which the script did not know; sequence numbers pair each with its request.',
  },
  {
    capture:
      's7comm-plus/iti_V13_1200_TP1200sim_MW100_Int_SPS_5s_MW102_Int_SPS_10s_MW102_ab_1000_Timer_sync_FehlerbeiMW100.pcapng',
    protocol: 's7comm-plus',
    collected: { 's7comm-plus 0x04f2 replies': [9, 0] },
    reason:
      'The replies to SetVariable begin with opcode 0x02, which the script did not know; sequence numbers pair each with its request.',
  },
  {
    capture: 's7comm-plus/tia_S71200_StartupGoOnline.pcapng',
    protocol: 's7comm-plus',
    facts: [0, 1],
    collected: { 's7comm-plus 0xfe': [33, 34] },
    reason: `${BETWEEN} Frame 503, within the six parts of a reply.`,
  },
  {
    capture: 's7comm-plus/tia_offline_download_yeni.pcapng',
    protocol: 's7comm-plus',
    collected: { 's7comm-plus 0x04ca requests': [16, 13], 's7comm-plus 0x0560 requests': [4, 3] },
    reason:
      'The script saw the first message of a segment only. There are 16 replies to CreateObject and 4 to EndSequence: a request for each.',
  },
  {
    capture: 's7comm-plus/tia_yeni_onlineyapilmis_upload.pcapng',
    protocol: 's7comm-plus',
    facts: [0, 1],
    collected: { 's7comm-plus 0xfe': [28, 29], 's7comm-plus notification': [26, 27] },
    reason: `${BETWEEN} Frame 132, within a reply. Frame 781 is another part of a reply whose first byte is that of a notification; the script took it for one.`,
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
    capture: 'plant/wastewater_2.pcapng',
    protocol: 's7comm',
    facts: [2, 2],
    collected: { 's7comm job:04': [468, 466], 's7comm-plus 0xfe': [16, 15] },
    reason:
      'Frame 3573, a reply, was captured 70 µs before its request, 3574. The sensor joins the two; read in the order of the file, ' +
      'the reply belongs to the request before it. What DB1 and DB8 hold elsewhere shows that the sensor is right. ' +
      `The older counts: ${RETRANSMISSION}`,
  },
  {
    capture: 'plant/wastewater_3.pcapng',
    protocol: 'modbus',
    collected: { 'modbus 3 requests': [579, 0], 'modbus 3 replies': [581, 0] },
    reason: OTHER_PORTS,
  },
]

export type Total = {
  readonly captures: number
  readonly messages: number
  readonly facts: number
  /** Registers and coils; bytes of S7comm variables. */
  readonly values: number
  /** Replies whose values were left out: the request is not in the capture, so nothing says what they are values of. */
  readonly withoutRequest: number
}

/** What tshark had to say, as the tests measure it. */
export const totals = {
  modbus: { captures: 19, messages: 42_480, facts: 88_499, values: 87_570, withoutRequest: 23 },
  s7comm: { captures: 39, messages: 60_846, facts: 186_417, values: 735_415, withoutRequest: 0 },
  's7comm-plus': { captures: 16, messages: 3572, facts: 3572, values: 0, withoutRequest: 0 },
  link: { arp: 323, lldp: 348 },
} satisfies Record<string, Total | { arp: number; lldp: number }>
