// EtherNet/IP: the encapsulation of CIP over TCP and UDP. CIP specification, Volume 2 (EtherNet/IP Adaptation), chapter 2.
import type { Side } from '@nautilus/model'
import { cipMeaning } from '../carriers/cip/meaning.ts'
import { type Cip, type CipFault, countedAs, isRefused, longAt, parseCip, wordAt } from '../carriers/cip/message.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { commandOf, NOP, SEND_RR_DATA, SEND_UNIT_DATA, UNREGISTER } from './commands.ts'
import { CONNECTED_ADDRESS, CONNECTED_DATA, type CpfItem, cpfItems, UNCONNECTED_DATA } from './items.ts'
import { commandMeaning } from './meaning.ts'
import type { Enip } from './message.ts'
import { HEADER, recognize } from './recognize.ts'

export type { Enip } from './message.ts'

const MAX_LENGTH = 65_511 // 2-3.2.2
const SEQUENCE = 2
/** Pairs of connected messages are apart from those of sender contexts. */
const CONNECTED = 2 ** 50
const noItems: readonly CpfItem[] = []
const sound: readonly Oddity[] = []

const codes: Readonly<Record<CipFault['what'], string>> = {
  short: 'enip.short-cip',
  path: 'enip.path',
  offsets: 'enip.offsets',
  depth: 'enip.depth',
}

function parse(bytes: Uint8Array, from: Side): Parsed<Enip> {
  if (bytes.length < HEADER) return need(HEADER)
  const length = wordAt(bytes, 2)
  if (length > MAX_LENGTH) return malformed('enip.length', 2)
  if (wordAt(bytes, 10) !== 0) return malformed('enip.status', 10)
  if (longAt(bytes, 20) !== 0) return malformed('enip.options', 20)
  const size = HEADER + length
  if (bytes.length < size) return need(size)
  const faults: CipFault[] = []
  const oddities: Oddity[] = []
  const message = read(bytes.subarray(0, size), from, faults, oddities)
  for (const { what, at } of faults) oddities.push({ code: codes[what], at })
  return { kind: 'message', message, size, oddities: oddities.length === 0 ? sound : oddities }
}

function read(bytes: Uint8Array, from: Side, faults: CipFault[], oddities: Oddity[]): Enip {
  const command = wordAt(bytes, 0)
  const sends = command === SEND_RR_DATA || command === SEND_UNIT_DATA
  const first = sends ? HEADER + 6 : HEADER
  const listed = command > NOP && command < 0x65 && bytes.length > HEADER + 2
  const items = (sends || listed) && bytes.length > first ? itemsIn(bytes, first, oddities) : noItems
  const data = items.find(item => item.type === UNCONNECTED_DATA || item.type === CONNECTED_DATA)
  const connected = data?.type === CONNECTED_DATA
  const address = connected ? items.find(item => item.type === CONNECTED_ADDRESS && item.end - item.at >= 4) : undefined
  return {
    from,
    bytes,
    command,
    session: longAt(bytes, 4),
    status: longAt(bytes, 8),
    context: longAt(bytes, 12) + wordAt(bytes, 16) * 2 ** 32,
    items,
    cip: data ? cipIn(bytes, data, faults) : null,
    connection: address ? longAt(bytes, address.at) : -1,
    sequence: connected && data.end - data.at >= SEQUENCE ? wordAt(bytes, data.at) : -1,
  }
}

function itemsIn(bytes: Uint8Array, at: number, oddities: Oddity[]): readonly CpfItem[] {
  const { items, end } = cpfItems(bytes, at, bytes.length)
  if (end < 0) oddities.push({ code: 'enip.items', at })
  else if (end < bytes.length) oddities.push({ code: 'enip.trailing-bytes', at: end })
  return items
}

/** Connected data of class 3 have a sequence count in front; what is no message is data of another class. */
function cipIn(bytes: Uint8Array, { type, at, end }: CpfItem, faults: CipFault[]): Cip | null {
  if (type === UNCONNECTED_DATA) return parseCip(bytes, at, end, faults)
  const own: CipFault[] = []
  const cip = end - at < SEQUENCE + 2 ? null : parseCip(bytes, at + SEQUENCE, end, own)
  if (!cip || (cip.reply ? bytes[cip.at + 1] !== 0 : !cip.path.sound || cip.path.segments.length === 0)) return null
  faults.push(...own)
  return cip
}

function label(message: Enip, from: Side): Label {
  const { cip, command, context, sequence, status } = message
  const pair = sequence < 0 ? context : CONNECTED + sequence
  if (cip) {
    const { function: ref, inner } = countedAs(cip)
    const role = cip.reply ? 'reply' : 'request'
    return { role, pair, function: ref, error: isRefused(cip), ...(inner ? { inner } : {}) }
  }
  const failed = status !== 0
  const sends = command === SEND_RR_DATA || command === SEND_UNIT_DATA
  const alone = command === NOP || command === UNREGISTER || (command === SEND_UNIT_DATA && !failed)
  // A failure of sending says nothing of what was sent.
  const ref = sends && failed ? null : commandOf(command)
  if (alone) return { role: 'notice', pair, function: ref, error: false }
  return { role: from === 'client' ? 'request' : 'reply', pair: context, function: ref, error: failed }
}

function interpret(request: Enip | null, reply: Enip | null): Meaning {
  const failed = reply !== null && reply.status !== 0 && !reply.cip
  const carries = request?.cip ?? reply?.cip
  if (!carries || (failed && !request?.cip)) return commandMeaning(request, reply)
  const meaning = cipMeaning(request?.cip ?? null, reply?.cip ?? null)
  return failed ? commandMeaning(request, reply, meaning) : meaning
}

export const enip = defineDissector<Enip>({
  name: 'enip',
  title: 'EtherNet/IP and CIP',
  carriers: { tcp: [44818], udp: [44818] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: HEADER + MAX_LENGTH,
  omits: ['members of structures', 'contents of programs and files', 'sessions under TLS and DTLS'],
})
