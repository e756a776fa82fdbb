// LLMNR: RFC 4795. A question goes to everyone on the link; who has the name answers from its own address.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { evidence } from '../carriers/dns-message/flavour.ts'
import { answersOf, objectOf, parseDatagram, refusalOf } from '../carriers/dns-message/meaning.ts'
import { type Dns, HEAD } from '../carriers/dns-message/message.ts'
import { opcodes } from '../carriers/dns-message/types.ts'
import { defineDissector, type Label, type Meaning, type Parsed } from '../dissector.ts'

/** A message, and which side of the flow sent it: an answer speaks of that side. */
export type Llmnr = Dns & { readonly from: Side }

const MAX = 9194 // RFC 4795, 2.1
const A = 1
const AAAA = 28

const codes = {
  cut: 'llmnr.cut',
  name: 'llmnr.name',
  'trailing-bytes': 'llmnr.trailing-bytes',
  counts: 'llmnr.counts',
} as const

function parse(bytes: Uint8Array, from: Side): Parsed<Llmnr> {
  const parsed = parseDatagram(bytes, codes)
  return parsed.kind === 'message' ? { ...parsed, message: { ...parsed.message, from } } : parsed
}

const functionOf = ({ opcode }: Dns): FunctionRef => ({
  code: String(opcode),
  name: opcodes[opcode] ?? 'unknown operation',
})

const label = (message: Llmnr): Label => ({
  role: message.response ? 'reply' : 'request',
  pair: message.id,
  function: functionOf(message),
  error: message.response && message.rcode !== 0,
})

/** Who answers has the name. */
function claimsOf(reply: Llmnr): Claim[] {
  if (reply.rcode !== 0) return []
  return reply.records.flatMap(({ section, type, name }) =>
    section === 0 && (type === A || type === AAAA)
      ? [{ about: reply.from, attribute: 'name', value: name, confidence: 0.8 } as const]
      : [],
  )
}

function interpret(request: Llmnr | null, reply: Llmnr | null): Meaning {
  const asked = request ?? reply!
  const answers = reply ? answersOf(reply) : ''
  const refused = reply !== null && reply.rcode !== 0
  const operation: Operation = {
    verb: 'discover',
    function: functionOf(asked),
    object: objectOf(asked),
    items: [],
    outcome: refused ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refused ? { refusal: refusalOf(reply) } : {}),
    detail: answers ? { answers } : {},
  }
  return { operation, claims: reply ? claimsOf(reply) : [], repeatable: false }
}

export const llmnr = defineDissector<Llmnr>({
  name: 'llmnr',
  title: 'LLMNR',
  carriers: { udp: [5355] },
  recognize: (bytes, from) => (bytes.length < HEAD ? 0 : evidence(bytes, from, 'llmnr', false)),
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
