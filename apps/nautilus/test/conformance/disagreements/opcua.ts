import type { Compared } from './disagreement.ts'

export const opcua: Compared = {
  total: { captures: 14, messages: 658, facts: 1_241, values: 583, withoutRequest: 0 },
  rows: [
    {
      capture: 'opcua/icsnpp_open62541_create_monitored_items.pcap',
      protocol: 'opcua',
      facts: [0, 6],
      reason:
        'Event filters of monitored items name attributes and a node too (opcua.AttributeId, opcua.nodeid.string; OPC ' +
        '10000-4, 7.22.3). The sensor tells what is monitored, not what it is filtered by.',
    },
    {
      capture: 'opcua/icsnpp_open62541_read_service_test_data.pcap',
      protocol: 'opcua',
      facts: [0, 54],
      reason:
        'tshark shows the dimensions of a matrix as values (opcua.Int32). They say how its elements are ordered and are ' +
        'none of them (OPC 10000-6, 5.2.2.16).',
    },
  ],
}
