// Cyclic real-time data: IEC 61158-6-10, 4.7. The bytes between FrameID and status hold data objects and the provider and
// consumer states (IOPS, IOCS) of each; where each lies stands in the connect request of the relation alone.
import type { Meaning } from '../dissector.ts'
import { hexNumber } from '../reader.ts'
import { cyclicFunction } from './frame-ids.ts'
import type { Cyclic } from './message.ts'

const FRAME_ID = 2
const STATUS = 4 // cycle counter, data status, transfer status

// 4.7.2.1.3, DataStatus
const PRIMARY = 0x01
const REDUNDANCY = 0x02
const VALID = 0x04
const RUN = 0x10
const NO_PROBLEM = 0x20
const IGNORE = 0x80

export function readCyclic(bytes: Uint8Array, frameId: number): Cyclic {
  const end = bytes.length
  const transfer = bytes[end - 1]!
  return {
    kind: 'cyclic',
    frameId,
    length: end - FRAME_ID - STATUS,
    cycle: (bytes[end - 4]! << 8) | bytes[end - 3]!,
    status: bytes[end - 2]!,
    transfer,
    fault: transfer === 0 ? null : { what: 'transfer', at: end - 1 },
  }
}

type Detail = Readonly<Record<string, string | number>>

/** One object per status and length: nothing is built for a frame that says what the last one said. */
const details: Detail[] = Array.from({ length: 256 }, (_, status) => ({
  provider: (status & RUN) !== 0 ? 'run' : 'stop',
  data: (status & VALID) !== 0 ? 'valid' : 'invalid',
  problem: (status & NO_PROBLEM) !== 0 ? 'no' : 'yes',
  state: (status & PRIMARY) !== 0 ? 'primary' : 'backup',
  ...((status & REDUNDANCY) !== 0 ? { redundancy: 'no primary' } : {}),
  ...((status & IGNORE) !== 0 ? { ignore: 'yes' } : {}),
}))

export function cyclicMeaning({ frameId, length, status, transfer }: Cyclic): Meaning {
  const object = `frame ${hexNumber(frameId, 4)}`
  const end = FRAME_ID + length
  return {
    operation: {
      verb: 'report',
      function: cyclicFunction(frameId),
      object,
      items: [
        {
          object,
          access: 'read',
          type: 'raw',
          count: length,
          in: 'reply',
          at: FRAME_ID,
          native: { frame: frameId },
        },
      ],
      outcome: 'ok',
      detail: details[status]!,
    },
    claims: [],
    repeatable: transfer === 0,
    varies: [{ at: end, length: 2 }],
  }
}
