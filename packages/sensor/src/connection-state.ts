import { ACCEPTED, OPENED_BY_0, OPENED_BY_1, PROBED_0, PROBED_1, RESET_0, UNREACHABLE } from '@nautilus/capture'
import type { ConnectionState } from '@nautilus/model'

type Sent = { readonly packets: number; readonly bytes: number }

/** What is known of a connection since it began. */
export type Heard = {
  readonly tcp: boolean
  /** Flow direction in which the client sends. */
  readonly client: number
  /** `state` of the flow table. */
  readonly bits: number
  /** By the client, and by the server. */
  readonly asked: Sent
  readonly answered: Sent
  /** The client acknowledged something: it has heard an answer, whether or not we have. */
  readonly acknowledged: boolean
  /** To a broadcast or multicast address. */
  readonly group: boolean
}

export function stateOf(heard: Heard): ConnectionState {
  if (heard.group) return 'open'
  if (heard.asked.packets > 0 && heard.answered.packets > 0) return heard.tcp && isReset(heard) ? 'refused' : 'open'
  if (heard.asked.packets === 0) return 'half'
  if ((heard.bits & UNREACHABLE) !== 0) return 'refused'
  return heard.tcp && !isQuestion(heard) ? 'half' : 'attempt'
}

/** Something that asks for a connection or feels for a port, and was not continued as after an answer. */
const isQuestion = ({ bits, acknowledged }: Heard): boolean => opensOrProbes(bits) && !acknowledged

const opensOrProbes = (bits: number): boolean => (bits & (OPENED_BY_0 | OPENED_BY_1 | PROBED_0 | PROBED_1)) !== 0

/** The server said nothing but its reset. Without a question before it: one reset after segments without data. */
function isReset({ bits, client, asked, answered }: Heard): boolean {
  if ((bits & ACCEPTED) !== 0 || (bits & (RESET_0 << (1 - client))) === 0 || answered.bytes > 0) return false
  return opensOrProbes(bits) || (asked.bytes === 0 && answered.packets === 1)
}
