// BACnet on IEEE 802.2. ASHRAE 135-2020, clause 7: LLC with service access point 0x82 and unnumbered information.
import type { Side } from '@nautilus/model'
import { interpret } from '../carriers/bacnet/meaning.ts'
import { labelOf, type Message, readMessage } from '../carriers/bacnet/message.ts'
import { defineDissector, malformed, need, type Parsed } from '../dissector.ts'

const ACCESS_POINT = 0x82
const UNNUMBERED = 0x03
const HEADER = 3
const MAX = 1500

const codes = { npdu: 'bacnet-ethernet.npdu', apdu: 'bacnet-ethernet.apdu' }
const FAULTS = { cut: 'bacnet-ethernet.parameters', nesting: 'bacnet-ethernet.nesting' }

function parse(bytes: Uint8Array, from: Side): Parsed<Message> {
  if (bytes.length < HEADER + 2) return need(HEADER + 2)
  const [destination, source, control] = bytes
  if (destination !== ACCESS_POINT || source !== ACCESS_POINT || control !== UNNUMBERED) {
    return malformed('bacnet-ethernet.llc', 0)
  }
  const read = readMessage(bytes, HEADER, from, FAULTS)
  if (read.kind === 'malformed') return malformed(codes[read.what], read.at)
  return { kind: 'message', message: read.message, size: bytes.length, oddities: read.oddities }
}

const recognize = (bytes: Uint8Array, from: Side): number => (parse(bytes, from).kind === 'message' ? 32 : -1)

export const bacnetEthernet = defineDissector<Message>({
  name: 'bacnet-ethernet',
  title: 'BACnet over Ethernet',
  carriers: { llc: [ACCESS_POINT] },
  equals: true,
  recognize,
  parse,
  label: labelOf,
  session: () => ({ interpret: (request, reply) => interpret(request, reply, 'server') }),
  omits: ['segmented messages are counted part by part', 'contents of private transfers, alarms and schedules'],
  maxMessage: MAX,
})
