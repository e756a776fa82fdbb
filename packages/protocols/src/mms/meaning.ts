// What messages of a connection mean. ISO 9506-2.
import type { Claim, FunctionRef, Operation, Outcome } from '@nautilus/model'
import { Ber } from '../carriers/ber.ts'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { readMeaning, writeMeaning } from './access.ts'
import { type Memory, openMemory } from './memory.ts'
import type { Closing, Message, Pdu, Transport } from './message.ts'
import { CANCEL, CONCLUDE, errorOf, INITIATE, REJECT, rejectionOf, serviceOf, unconfirmedOf } from './names.ts'
import { type Facts, listMembers, numberGiven, objectOf, replyTold, requestFacts, statusOf } from './objects.ts'
import { reportMeaning } from './report.ts'
import { readType } from './types.ts'

export function openSession(): Session<Message> {
  const memory = openMemory()
  return {
    interpret(request: Message | null, reply: Message | null): Meaning {
      const first = request ?? reply
      switch (first?.kind) {
        case undefined:
        case 'empty':
        case 'opaque':
          return silent
        case 'transport':
          return transportMeaning(first, reply, request !== null)
        case 'closing':
          return closingMeaning(first, reply, request !== null)
        default:
          if (isPdu(request) && reply?.kind === 'closing') return declined(request)
          return pduMeaning(isPdu(request) ? request : null, isPdu(reply) ? reply : null, reply !== null, memory)
      }
    },
  }
}

const PLAIN: ReadonlySet<Message['kind']> = new Set(['transport', 'closing', 'empty', 'opaque'])
const isPdu = (message: Message | null): message is Pdu => message !== null && !PLAIN.has(message.kind)

const connection = (ref: FunctionRef, outcome: Outcome, detail: Facts, object = ''): Meaning => ({
  operation: { verb: 'connect', function: ref, object, items: [], outcome, detail },
  claims: [],
  repeatable: false,
})

const COTP_NAMES: Readonly<Record<Transport['type'], FunctionRef>> = {
  CR: { code: 'cotp:e0', name: 'connect' },
  CC: { code: 'cotp:d0', name: 'connect' },
  DR: { code: 'cotp:80', name: 'disconnect' },
  DC: { code: 'cotp:c0', name: 'confirm disconnect' },
  ER: { code: 'cotp:70', name: 'transport error' },
  DT: { code: 'cotp:f0', name: 'data' },
}

function transportMeaning(first: Transport, reply: Message | null, asked: boolean): Meaning {
  const refused = reply?.kind === 'transport' && reply.refuses
  const outcome: Outcome = refused ? 'refused' : asked && !reply ? 'no-reply' : 'ok'
  const ref = asked || refused ? COTP_NAMES.CR : COTP_NAMES[first.type]
  const meaning = connection(ref, outcome, {})
  if (!refused) return meaning
  return { ...meaning, operation: { ...meaning.operation!, refusal: { code: 'cotp:80', name: 'disconnected' } } }
}

const RELEASE: FunctionRef = { code: 'release', name: 'release' }
const ABORT: FunctionRef = { code: 'abort', name: 'abort' }
const REFUSE: FunctionRef = { code: 'refuse', name: 'connection refused' }

function closingMeaning(first: Closing, reply: Message | null, asked: boolean): Meaning {
  if (first.spdu === 12) {
    const meaning = connection(REFUSE, 'refused', {})
    return { ...meaning, operation: { ...meaning.operation!, refusal: { code: 'session:12', name: 'refused' } } }
  }
  if (first.spdu === 25 || first.acse === 0x64) return connection(ABORT, 'ok', { by: first.from })
  return connection(RELEASE, asked && !reply ? 'no-reply' : 'ok', { by: first.from })
}

/** The session or the association that was asked for is refused by a layer below MMS. */
function declined(request: Pdu): Meaning {
  const meaning = initiateMeaning(request, null, true)
  const refusal: FunctionRef = { code: 'association', name: 'refused below MMS' }
  return { ...meaning, operation: { ...meaning.operation!, outcome: 'refused', refusal } }
}

function pduMeaning(request: Pdu | null, reply: Pdu | null, answered: boolean, memory: Memory): Meaning {
  const first = request ?? reply
  if (!first) return silent
  switch (first.kind) {
    case 'unconfirmed':
      return unconfirmedMeaning(first, memory)
    case 'initiate-request':
    case 'initiate-response':
    case 'initiate-error':
      return initiateMeaning(request, reply, answered)
    case 'conclude-request':
    case 'conclude-response':
    case 'conclude-error':
      return ended(connection(CONCLUDE, 'ok', { by: first.from }), request, reply, answered)
    case 'cancel-request':
    case 'cancel-response':
    case 'cancel-error':
      return ended(connection(CANCEL, 'ok', { invoke: first.invoke }), request, reply, answered)
    case 'reject':
      return ended(connection(REJECT, 'ok', { by: first.from }), request, reply, true)
    default:
      return ended(confirmedMeaning(request, reply, memory), request, reply, answered)
  }
}

/** Puts the outcome that the reply tells onto an operation and those with it. */
function ended(meaning: Meaning, request: Pdu | null, reply: Pdu | null, answered: boolean): Meaning {
  const refusal = reply ? refusalOf(reply) : null
  const outcome: Outcome | null = refusal ? 'refused' : request && !answered ? 'no-reply' : null
  if (!outcome || !meaning.operation) return meaning
  const end = (operation: Operation): Operation => ({ ...operation, outcome, ...(refusal ? { refusal } : {}) })
  return {
    ...meaning,
    operation: end(meaning.operation),
    ...(meaning.more ? { more: meaning.more.map(end) } : {}),
  }
}

function refusalOf({ kind, place }: Pdu): FunctionRef | null {
  if (kind === 'reject') return rejection(place)
  if (!kind.endsWith('error')) return null
  // Errors of confirmed services and of cancel have the invoke id in tag 0; the others the error itself.
  const numbered = kind === 'confirmed-error' || kind === 'cancel-error'
  const ber = new Ber(place.bytes, place.start, place.stop)
  while (ber.next()) {
    if (ber.tag !== 0xa2 && (ber.tag !== 0xa0 || numbered)) continue
    const choice = ber.tag === 0xa0 ? ber.inside() : innermost(ber)
    if (choice.next()) return errorOf(choice.tag & 0x1f, choice.unsigned())
  }
  return UNTOLD
}

const UNTOLD: FunctionRef = { code: 'error', name: 'not told' }

function rejection({ bytes, start, stop }: Pdu['place']): FunctionRef {
  const ber = new Ber(bytes, start, stop)
  while (ber.next()) if (ber.tag > 0x80) return rejectionOf(ber.tag & 0x1f, ber.integer())
  return UNTOLD
}

/** Inside of tag 0 of the current element. */
function innermost(ber: Ber): Ber {
  const inner = ber.inside()
  return inner.next() && inner.tag === 0xa0 ? inner.inside() : inner
}

function unconfirmedMeaning(pdu: Pdu, memory: Memory): Meaning {
  if (pdu.service === 0) return reportMeaning(pdu, memory)
  if (pdu.service === 1) {
    const { facts, claims } = statusOf(pdu.place)
    return { operation: told(pdu, 'report', facts), claims: of(claims, pdu.from), repeatable: false }
  }
  return { operation: told(pdu, pdu.service === 2 ? 'alarm' : 'report', {}), claims: [], repeatable: false }
}

const told = (pdu: Pdu, verb: Operation['verb'], detail: Facts): Operation => ({
  verb,
  function: unconfirmedOf(pdu.service),
  object: '',
  items: [],
  outcome: 'ok',
  detail,
})

function confirmedMeaning(request: Pdu | null, reply: Pdu | null, memory: Memory): Meaning {
  const service = request?.service ?? reply!.service
  // A reply to another service than was asked belongs to nobody.
  const answer = reply?.kind === 'confirmed-response' && reply.service === service ? reply : null
  if (service === 4) return readMeaning(request, answer, memory)
  if (service === 5) return writeMeaning(request, answer, memory)
  const { ref, verb } = serviceOf(service)
  const object = request ? objectOf(request, memory) : ''
  const { facts, claims } = answer ? replyTold(answer, request) : { facts: {}, claims: [] }
  const detail = request ? { ...requestFacts(request), ...facts } : facts
  if (answer && request) remember(request, answer, object, memory)
  return {
    operation: { verb, function: ref, object, items: [], outcome: 'ok', detail },
    claims: answer ? of(claims, answer.from) : claims,
    repeatable: false,
  }
}

/** Both sides may ask: what is told is about who tells it. */
const of = (claims: readonly Claim[], about: Claim['about']): Claim[] => claims.map(claim => ({ ...claim, about }))

/** Keeps what later messages need to be understood. */
function remember(request: Pdu, reply: Pdu, object: string, memory: Memory): void {
  switch (request.service) {
    case 6: {
      const type = readType(reply.place)
      if (type && object) memory.learnType(object, type)
      break
    }
    case 11:
      memory.learnList(object, listMembers(request.place))
      break
    case 12:
      memory.learnList(object, listMembers(reply.place))
      break
    case 29:
      memory.learnName('upload', numberGiven(reply), object)
      break
    case 72:
      memory.learnName('file', numberGiven(reply), object)
      break
  }
}

function initiateMeaning(request: Pdu | null, reply: Pdu | null, answered: boolean): Meaning {
  const first = (request ?? reply)!
  const { association } = first
  const detail: Facts = {}
  if (association?.calling) detail.calling = association.calling
  if (association?.called) detail.called = association.called
  if (reply?.association && reply.association.result > 0) detail.result = 'rejected'
  const ber = new Ber(first.place.bytes, first.place.start, first.place.stop)
  while (ber.next()) {
    if (ber.tag === 0x80) detail.bytes = ber.unsigned()
    if (ber.tag === 0x81) detail.outstanding = ber.unsigned()
  }
  const meaning = ended(connection(INITIATE, 'ok', detail), request, reply, answered)
  return { ...meaning, claims: associationClaims(request, reply) }
}

function associationClaims(request: Pdu | null, reply: Pdu | null): Claim[] {
  const claims: Claim[] = []
  const association = request?.association
  if (association?.calling) {
    claims.push({ about: 'client', attribute: 'session', value: `AP title ${association.calling}`, confidence: 0.7 })
  }
  if (association?.authentication === 'password') {
    const whose = association.calling ? ` of ${association.calling}` : ''
    claims.push({ about: 'client', attribute: 'credential', value: `MMS password${whose}`, confidence: 0.9 })
  }
  if (reply?.kind === 'initiate-response') {
    claims.push({ about: 'server', attribute: 'capability', value: 'MMS server', confidence: 0.9 })
  }
  return claims
}
