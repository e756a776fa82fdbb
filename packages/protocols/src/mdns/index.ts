// mDNS: RFC 6762. Services in it: RFC 6763. All on the link hear what anyone asks or tells.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { evidence } from '../carriers/dns-message/flavour.ts'
import { answersOf, objectOf, parseDatagram } from '../carriers/dns-message/meaning.ts'
import { type Dns, HEAD } from '../carriers/dns-message/message.ts'
import { typeName } from '../carriers/dns-message/types.ts'
import { defineDissector, type Label, type Meaning, type Parsed } from '../dissector.ts'
import { claimsOf } from './identity.ts'

/** A message, and which side of the flow sent it: it speaks of that side. */
export type Mdns = Dns & { readonly from: Side }

const MAX = 9000 // RFC 6762, 17
const MAX_TOLD = 8

const codes = {
  cut: 'mdns.cut',
  name: 'mdns.name',
  'trailing-bytes': 'mdns.trailing-bytes',
  counts: 'mdns.counts',
} as const

const query: FunctionRef = { code: '0', name: 'query' }
const probe: FunctionRef = { code: '0:probe', name: 'probe' }
const answer: FunctionRef = { code: '0:answer', name: 'answer' }
const goodbye: FunctionRef = { code: '0:goodbye', name: 'goodbye' }

function parse(bytes: Uint8Array, from: Side): Parsed<Mdns> {
  const parsed = parseDatagram(bytes, codes)
  return parsed.kind === 'message' ? { ...parsed, message: { ...parsed.message, from } } : parsed
}

/** RFC 6762, 8.1: who asks for a name and says already what it would be is about to take it. 10.1: life 0 takes it back. */
function functionOf({ response, records }: Dns): FunctionRef {
  if (!response) return records.some(record => record.section === 1) ? probe : query
  return records.length > 0 && records.every(record => record.life === 0) ? goodbye : answer
}

/** Answers go to everyone, on another flow than the question, so nothing pairs. */
const label = (message: Mdns): Label => ({ role: 'notice', pair: 0, function: functionOf(message), error: false })

function questionsOf({ questions }: Dns): string {
  let text = ''
  for (const { name, type } of questions.slice(1, MAX_TOLD)) text += `${text ? ', ' : ''}${name} ${typeName(type)}`
  return text
}

function interpret(request: Mdns | null, reply: Mdns | null): Meaning {
  const message = reply ?? request!
  const answers = message.response ? answersOf(message) : ''
  const further = message.response ? '' : questionsOf(message)
  const operation: Operation = {
    verb: 'discover',
    function: functionOf(message),
    object: objectOf(message),
    items: [],
    outcome: 'ok',
    detail: { ...(answers ? { answers } : {}), ...(further ? { 'asks also': further } : {}) },
  }
  const claims: Claim[] = claimsOf(message, message.from)
  return { operation, claims, repeatable: false }
}

export const mdns = defineDissector<Mdns>({
  name: 'mdns',
  title: 'mDNS',
  carriers: { udp: [5353] },
  recognize: (bytes, from) => (bytes.length < HEAD ? 0 : evidence(bytes, from, 'mdns', false)),
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
