// PROFINET on Ethernet: IEC 61158-6-10 (type 10, CPF 3). One EtherType for all: DCP sets names and addresses, RT carries
// process data, RTA alarms, PTCP the time. The FrameID in front says which.
import type { FunctionRef } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, malformed, need, type Parsed, silent } from '../dissector.ts'
import { hexNumber } from '../reader.ts'
import { alarmFunction, alarmMeaning, isBad, readAlarm } from './alarm.ts'
import { cyclicMeaning, readCyclic } from './cyclic.ts'
import { readDcp } from './dcp.ts'
import { dcpMeaning, refusalOf, roleOf } from './dcp-meaning.ts'
import { serviceOf } from './dcp-names.ts'
import { odditiesOf } from './fault.ts'
import { cyclicFunction, kindOf, ptcpFunction } from './frame-ids.ts'
import type { Dcp, Profinet } from './message.ts'
import { ptcpMeaning, readPtcp } from './ptcp.ts'

const FRAME_ID = 2
const SHORTEST = 6 // a FrameID and the status of cyclic data
const DCP_HEAD = 12
const MAX = 1518 // a frame

function parse(bytes: Uint8Array): Parsed<Profinet> {
  if (bytes.length < SHORTEST) return need(SHORTEST)
  const frameId = (bytes[0]! << 8) | bytes[1]!
  const kind = kindOf(frameId)
  if (kind === 'dcp' && bytes.length < DCP_HEAD) return malformed('profinet.short', bytes.length)
  const message = readAs(kind, bytes, frameId)
  return { kind: 'message', message, size: bytes.length, oddities: odditiesOf(message.fault) }
}

function readAs(kind: ReturnType<typeof kindOf>, bytes: Uint8Array, frameId: number): Profinet {
  switch (kind) {
    case 'cyclic':
      return readCyclic(bytes, frameId)
    case 'dcp':
      return readDcp(bytes, frameId)
    case 'alarm':
      return readAlarm(bytes, frameId)
    case 'ptcp':
      return readPtcp(bytes, frameId)
    default:
      return { kind: 'other', frameId, fault: kind === 'reserved' ? { what: 'frame', at: 0 } : null }
  }
}

const fragment: FunctionRef = { code: 'fragment', name: 'fragment' }

function functionOf(message: Profinet): FunctionRef {
  switch (message.kind) {
    case 'cyclic':
      return cyclicFunction(message.frameId)
    case 'dcp':
      return serviceOf(message.service)
    case 'alarm':
      return alarmFunction(message)
    case 'ptcp':
      return ptcpFunction(message.frameId)
    default:
      return message.fault ? { code: `frame:${hexNumber(message.frameId, 4)}`, name: 'reserved frame' } : fragment
  }
}

function label(message: Profinet): Label {
  const dcp = message.kind === 'dcp' ? message : null
  const role = dcp ? roleOf(dcp) : 'notice'
  const error = message.kind === 'alarm' ? isBad(message) : role === 'reply' && refusalOf(dcp!) !== null
  return { role, pair: dcp?.xid ?? 0, function: functionOf(message), error }
}

const isDcp = (message: Profinet | null): message is Dcp => message?.kind === 'dcp'

function interpret(request: Profinet | null, reply: Profinet | null): Meaning {
  const told = reply ?? request
  if (isDcp(told)) return dcpMeaning(isDcp(request) ? request : null, isDcp(reply) ? reply : null)
  if (told?.kind === 'cyclic') return cyclicMeaning(told)
  if (told?.kind === 'alarm') return alarmMeaning(told)
  return told?.kind === 'ptcp' ? ptcpMeaning(told) : silent
}

/** Bits that had to have one value: of the FrameID, and of what follows. */
const kindBits = 6
const insideBits = 10

function recognize(bytes: Uint8Array): number {
  if (bytes.length < FRAME_ID) return 0
  const parsed = parse(bytes)
  if (parsed.kind === 'need') return 0
  return parsed.kind === 'message' && parsed.oddities.length === 0 ? kindBits + insideBits : -1
}

export const profinet = defineDissector<Profinet>({
  name: 'profinet',
  title: 'PROFINET',
  carriers: { ethernet: [0x8892] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
