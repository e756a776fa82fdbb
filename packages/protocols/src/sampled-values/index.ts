// Sampled values: IEC 61850-9-2, clause 8, on Ethernet; IEC TR 61850-90-5 over UDP. A merging unit sends samples of currents
// and voltages some thousand times a second.
import type { Side } from '@nautilus/model'
import { isRoutable, ROUTABLE_SHORTEST, readRoutable, SESSION } from '../carriers/routable.ts'
import { defineDissector, type Label } from '../dissector.ts'
import { interpret, SAMPLES } from './meaning.ts'
import { APDU_TAG, HEADER, parse, type Samples } from './parse.ts'

const MAX = 0xffff

const label = (_message: Samples): Label => ({ role: 'notice', pair: 0, function: SAMPLES, error: false })

/** On Ethernet the type decides already. Over UDP: transport, session and common header, and the tag of the payload. */
function recognize(bytes: Uint8Array, _from: Side): number {
  if (isRoutable(bytes, SESSION.samples)) {
    if (bytes.length < ROUTABLE_SHORTEST) return -1
    const [payload] = readRoutable(bytes).payloads
    return payload && bytes[payload.start] === APDU_TAG ? 48 : -1
  }
  if (bytes.length < HEADER + 2) return -1
  const parsed = parse(bytes)
  // Reserved bits, length, APDU tag and number of ASDUs agree.
  return parsed.kind === 'message' && parsed.message.asdus.length > 0 && parsed.oddities.length === 0 ? 44 : -1
}

export const sampledValues = defineDissector<Samples>({
  name: 'sampled-values',
  title: 'Sampled values',
  carriers: { ethernet: [0x88ba], udp: [102] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
