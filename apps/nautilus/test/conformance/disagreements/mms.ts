import type { Compared, Disagreement } from './disagreement.ts'

/** Captures whose stations put MMS into the transport message, without session and presentation. */
const bare = [
  'cancelRequest',
  'confirmedRequestPDU',
  'getAlarmSummary',
  'getDomainAttributes',
  'initiateUploadSequence',
  'relinquishControl',
  'resetRequest',
  'resumeRequest',
  'startRequest',
  'terminateUploadSequence',
]

export const mms: Compared = {
  total: { captures: 16, messages: 237, facts: 553, values: 1_652, withoutRequest: 0 },
  rows: bare.map(
    (name): Disagreement => ({
      capture: `mms/iti_mms-${name}.pcap`,
      protocol: 'mms',
      functions: { conclude: ['1/0/0', '0/0/0'] },
      facts: [1, 0],
      reason:
        'The last message is 8b 00, a conclude request (ISO 9506-2, MMSpdu, tag 11), without the layers between. ' +
        'tshark takes such a message for MMS only when it is longer, and leaves this one undecoded.',
    }),
  ),
}
