import type { Compared } from './disagreement.ts'

export const goose: Compared = {
  total: { captures: 18, messages: 2_010, facts: 6_030, values: 26_490, withoutRequest: 0 },
  rows: [
    {
      capture: 'goose/malformed_GOOSE_missing_timestamp.pcap',
      protocol: 'goose',
      facts: [1, 1],
      reason:
        'The time, a mandatory field, is missing (IEC 61850-8-1, annex A). tshark then expects each next field one place too ' +
        'early and drops stNum, sqNum and simulation; the sensor goes by tags and reads them.',
    },
  ],
}
