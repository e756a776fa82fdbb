import type { Compared } from './disagreement.ts'

export const vnc: Compared = {
  total: { captures: 2, messages: 24, facts: 24, values: 24, withoutRequest: 0 },
  rows: [
    {
      capture: 'it/vnc/zeek_vncmac.pcap',
      protocol: 'vnc',
      facts: [1, 0],
      reason:
        'Frame 58: the name (RFC 6143, 7.3.2) begins with 22 bytes of the server, the first of them 0, where tshark takes it to end.',
    },
  ],
}
