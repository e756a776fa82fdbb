// NetBIOS name service: RFC 1001, 15 and RFC 1002, 4.2. Names are told to everyone, asked for, and listed.
import type { FunctionRef, Operation, Side } from '@nautilus/model'
import { evidence } from '../carriers/dns-message/flavour.ts'
import { objectOf, parseDatagram, refusalOf } from '../carriers/dns-message/meaning.ts'
import { type Dns, HEAD } from '../carriers/dns-message/message.ts'
import { defineDissector, type Label, type Meaning, type Parsed } from '../dissector.ts'
import { claimsOf, NBSTAT, namesOf } from './names.ts'

/** A message, and which side of the flow sent it: it speaks of that side. */
export type Nbns = Dns & { readonly from: Side }

const MAX = 1472
const BROADCAST = 0x0010
const QUERY = 0

const codes = {
  cut: 'nbns.cut',
  name: 'nbns.name',
  'trailing-bytes': 'nbns.trailing-bytes',
  counts: 'nbns.counts',
} as const

// RFC 1002, 4.2.1.1
const opcodes: Readonly<Record<number, string>> = {
  0: 'name query',
  5: 'registration',
  6: 'release',
  7: 'wait for acknowledgement',
  8: 'refresh',
  9: 'refresh',
  15: 'multi-homed registration',
}
// RFC 1002, 4.2.6
const rcodes: Readonly<Record<number, string>> = { 6: 'name is active elsewhere', 7: 'name in conflict' }
/** Does not say for which of the operations it asks patience. */
const WAIT = 7

function parse(bytes: Uint8Array, from: Side): Parsed<Nbns> {
  const parsed = parseDatagram(bytes, codes)
  return parsed.kind === 'message' ? { ...parsed, message: { ...parsed.message, from } } : parsed
}

function functionOf({ opcode, questions, records }: Dns): FunctionRef {
  const type = (questions[0] ?? records[0])?.type
  if (opcode === QUERY && type === NBSTAT) return { code: '0:33', name: 'node status' }
  return { code: String(opcode), name: opcodes[opcode] ?? 'unknown operation' }
}

/** What is told to everyone is answered only by who objects. */
function label(message: Nbns): Label {
  const { response, opcode, flags, id, rcode } = message
  const told = !response && opcode !== QUERY && (flags & BROADCAST) !== 0
  return {
    role: response ? 'reply' : told ? 'notice' : 'request',
    pair: id,
    function: response && opcode === WAIT ? null : functionOf(message),
    error: response && rcode !== 0,
  }
}

/** 0x21 is a list of names here, and a service in DNS. */
const nameOf = (message: Dns): string => objectOf(message).replace(/ SRV$/, ' NBSTAT')

const reasonOf = (reply: Dns): FunctionRef => {
  const name = rcodes[reply.rcode]
  return name ? { code: String(reply.rcode), name } : refusalOf(reply)
}

function interpret(request: Nbns | null, reply: Nbns | null): Meaning {
  const asked = request ?? reply!
  const names = reply ? namesOf(reply) : ''
  const refused = reply?.response === true && reply.rcode !== 0
  const operation: Operation = {
    verb: 'discover',
    function: functionOf(asked),
    object: nameOf(asked),
    items: [],
    outcome: refused ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refused ? { refusal: reasonOf(reply) } : {}),
    detail: names ? { answers: names } : {},
  }
  const claims = [...(request ? claimsOf(request) : []), ...(reply ? claimsOf(reply) : [])]
  return { operation, claims, repeatable: false }
}

export const nbns = defineDissector<Nbns>({
  name: 'nbns',
  title: 'NetBIOS names',
  carriers: { udp: [137] },
  recognize: (bytes, from) => (bytes.length < HEAD ? 0 : evidence(bytes, from, 'nbns', false)),
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
