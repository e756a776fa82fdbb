// GOOSE: IEC 61850-8-1, clause 18 and annexes A and C, on Ethernet; IEC TR 61850-90-5 over UDP. A publisher repeats the state
// of a data set until it changes. Sections: IEC 61850-8-1 Ed. 2.1.
import type { Side } from '@nautilus/model'
import { isRoutable, ROUTABLE_SHORTEST, SESSION } from '../carriers/routable.ts'
import { defineDissector, type Label } from '../dissector.ts'
import { MANAGEMENT, openSession, STATE } from './meaning.ts'
import { type Goose, HEADER, parse } from './parse.ts'

const MAX = 0xffff

function label(message: Goose): Label {
  const management = message.body.kind === 'management'
  return { role: 'notice', pair: 0, function: management ? MANAGEMENT : STATE, error: false }
}

/** On Ethernet the type decides already. Over UDP: transport, session and common header, and the tag of the payload. */
function recognize(bytes: Uint8Array, _from: Side): number {
  if (isRoutable(bytes, SESSION.goose)) {
    if (bytes.length < ROUTABLE_SHORTEST) return -1
    const parsed = parse(bytes)
    return parsed.kind === 'message' && parsed.message.body.kind !== 'opaque' ? 48 : -1
  }
  if (bytes.length < HEADER + 2) return -1
  const parsed = parse(bytes)
  const sound = parsed.kind === 'message' && parsed.oddities.length === 0
  // Reserved bits, length and APDU tag agree, and every mandatory field is there.
  return sound && parsed.message.body.kind === 'state' ? 44 : -1
}

export const goose = defineDissector<Goose>({
  name: 'goose',
  title: 'GOOSE',
  carriers: { ethernet: [0x88b8], udp: [102] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: MAX,
})
