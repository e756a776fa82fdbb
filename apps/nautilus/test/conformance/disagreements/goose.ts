import type { Compared } from './disagreement.ts'

export const goose: Compared = {
  total: { captures: 19, messages: 12_919, facts: 38_757, values: 135_580, withoutRequest: 0 },
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
