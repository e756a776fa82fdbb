// Transport messages: what the TSAPs of a Siemens connection say. TSAP bytes: connection type, then rack (3 bits) and
// slot (5 bits). Snap7 reference manual; Wireshark `s7comm`; reasons of DR: ISO 8073, 13.5.3.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import type { Tpdu } from '../carriers/cotp.ts'
import { type Meaning, silent } from '../dissector.ts'
import { hex, hexNumber, printable } from '../reader.ts'
import type { Message, Transport } from './message.ts'

const TYPES: Readonly<Partial<Record<number, string>>> = { 1: 'PG', 2: 'OP', 3: 'basic' }
const USERS: Readonly<Partial<Record<number, string>>> = {
  1: 'engineering tool (PG connection)',
  2: 'HMI (OP connection)',
}
/** Pairs of transport messages stay clear of PDU references, which have 16 bits. */
const PAIR = 0x10000

export function readTransport(tpdu: Tpdu, from: Side): Transport {
  // A DR whose sender has no reference yet refuses a CR.
  const refuses = tpdu.type === 'DR' && tpdu.source === 0
  const reference = tpdu.type === 'CR' ? tpdu.source : tpdu.destination
  const { called } = tpdu
  const siemens = called?.length === 2 && called[0]! > 0
  return {
    kind: 'transport',
    from,
    type: tpdu.type,
    pair: PAIR + reference,
    refuses,
    reason: tpdu.reason,
    calling: selectorText(tpdu.calling),
    called: selectorText(called),
    station: siemens ? { type: called[0]!, rack: called[1]! >> 5, slot: called[1]! & 0x1f } : null,
  }
}

function selectorText(selector: Uint8Array | null): string {
  if (!selector || selector.length === 0) return ''
  const text = printable(selector, 32)
  return selector.length > 2 && /^[\w.-]+$/.test(text) ? text : hex(selector, 32)
}

export const transportRole = ({ type, refuses }: Transport): 'request' | 'reply' | 'notice' =>
  type === 'CR' ? 'request' : type === 'CC' || refuses ? 'reply' : 'notice'

const FUNCTIONS: Readonly<Record<Tpdu['type'], FunctionRef>> = {
  CR: { code: 'cotp:e0', name: 'connect' },
  CC: { code: 'cotp:d0', name: 'connect' },
  DR: { code: 'cotp:80', name: 'disconnect' },
  DC: { code: 'cotp:c0', name: 'confirm disconnect' },
  ER: { code: 'cotp:70', name: 'transport error' },
  DT: { code: 'cotp:f0', name: 'keep alive' },
}
const REASONS: Readonly<Partial<Record<number, string>>> = {
  0x00: 'not specified',
  0x01: 'congestion at the TSAP',
  0x02: 'no session behind the TSAP',
  0x03: 'address unknown',
  0x80: 'normal',
  0x81: 'congestion',
  0x82: 'negotiation failed',
  0x83: 'duplicate source reference',
  0x84: 'references mismatch',
  0x85: 'protocol error',
  0x87: 'reference overflow',
  0x88: 'connection refused',
  0x8a: 'header or parameter length invalid',
}

/** Reject causes of ER: 13.12. */
const CAUSES = ['not specified', 'invalid parameter code', 'invalid TPDU type', 'invalid parameter value'] as const

export function transportMeaning(request: Transport | null, reply: Message | null): Meaning {
  const answer = reply?.kind === 'transport' ? reply : null
  const first = request ?? answer
  // An empty DT keeps the connection: stations send one after every message.
  if (!first || first.type === 'DT') return silent
  const refused = answer?.refuses ?? false
  const operation: Operation = {
    verb: 'connect',
    function: FUNCTIONS[request || refused ? 'CR' : first.type],
    object: '',
    items: [],
    outcome: refused ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refused ? { refusal: reasonOf(answer!) } : {}),
    detail: detailOf(request ?? first, first),
  }
  return { operation, claims: first.type === 'CR' ? claimsOf(first, answer) : [], repeatable: false }
}

const reasonOf = ({ type, reason }: Transport): FunctionRef => ({
  code: hexNumber(reason),
  name: (type === 'ER' ? CAUSES[reason] : REASONS[reason]) ?? 'unknown reason',
})

function detailOf({ type, calling, called, station }: Transport, first: Transport): Record<string, string | number> {
  const tsaps = { ...(calling ? { callingTsap: calling } : {}), ...(called ? { calledTsap: called } : {}) }
  const place = station
    ? { connection: TYPES[station.type] ?? hexNumber(station.type), rack: station.rack, slot: station.slot }
    : {}
  const closing = type === 'DR' || type === 'ER' ? { reason: reasonOf(first).name } : {}
  return { ...tsaps, ...place, ...closing }
}

/** The connection type is the client's word: tools and libraries choose it freely. */
function claimsOf({ station }: Transport, answer: Transport | null): Claim[] {
  const user = station ? USERS[station.type] : undefined
  if (!station || !user) return []
  const client: Claim = { about: 'client', attribute: 'session', value: user, confidence: 0.4 }
  if (!answer || answer.refuses) return [client]
  return [
    client,
    { about: 'server', attribute: 'module', value: `rack ${station.rack} slot ${station.slot}`, confidence: 0.4 },
  ]
}
