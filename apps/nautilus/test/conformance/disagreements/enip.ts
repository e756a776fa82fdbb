import type { Compared } from './disagreement.ts'

export const enip: Compared = {
  total: { captures: 15, messages: 34_224, facts: 142_709, values: 116_017, withoutRequest: 0 },
  rows: [
    {
      capture: 'enip-cip/quickdraw_EIP-IPAddressChangeAttempt.pcap',
      protocol: 'enip',
      functions: { '0x01': ['344/344/57', '344/293/6'], '0x52': ['440/0/0', '440/51/51'] },
      reason:
        'An unconnected send (CIP specification, Volume 1, 3-5.5.4) is answered by the reply of the service that it carried, 389 times here, ' +
        'and by a refusal of the sending 51 times. The sensor counts both as replies to the service that was asked for.',
    },
  ],
}
