// Calls, binds and the rest become operations and claims: C706, 12.6 and what the interfaces say.
import type { Claim, FunctionRef, Operation, Outcome, Verb } from '@nautilus/model'
import { NIL } from '../carriers/dcerpc/uuid.ts'
import { type Meaning, silent } from '../dissector.ts'
import { type Facts, handleIn, itemHandlesIn, itemKey, itemsOf, objectOf } from './arguments.ts'
import { levelName, toldBy, typeName } from './authentication.ts'
import { readBindings, readTowers } from './endpoints.ts'
import { interfaceOf, isNegotiation, syntaxOf } from './interfaces.ts'
import { functionOf } from './label.ts'
import { type Context, PDU, type Pdu } from './message.ts'
import { Ndr } from './ndr.ts'
import { callVerb } from './operations.ts'
import type { State } from './session.ts'
import { isPrivate, refusalOf } from './status.ts'
import { writtenIn } from './variants.ts'

type Ended = { readonly outcome: Outcome; readonly refusal?: FunctionRef }

function endOf(reply: Pdu | null): Ended {
  if (!reply) return { outcome: 'no-reply' }
  const refusal = refusalOf(reply)
  return refusal ? { outcome: 'refused', refusal } : { outcome: 'ok' }
}

export function interpret(request: Pdu | null, reply: Pdu | null, state: State): Meaning {
  const message = request ?? reply
  if (!message) return silent
  switch (message.type) {
    case PDU.request:
      // A call that wants no answer arrives as a notice.
      return request ? call(request, reply, state) : call(message, null, state, { outcome: 'ok' })
    case PDU.response:
    case PDU.fault:
      return call(null, reply, state)
    case PDU.bind:
    case PDU.alter:
    case PDU.bindAck:
    case PDU.alterReply:
    case PDU.bindNak:
      return bind(request, reply)
    default:
      return notice(message)
  }
}

/** What is answered by nobody: third leg of a logon, cancels, the end. */
function notice(pdu: Pdu): Meaning {
  const { user, detail, claims } = toldBy(pdu.verifier)
  const verb: Verb = pdu.type === PDU.auth3 ? 'authenticate' : 'connect'
  const operation: Operation = {
    verb,
    function: functionOf(pdu),
    object: user,
    items: [],
    outcome: 'ok',
    ...(pdu.type === PDU.auth3 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

const nameOf = ({ uuid, version }: Context): string => `${interfaceOf(uuid) || uuid} ${version}`
const MAX_NAMED = 8

function bind(request: Pdu | null, reply: Pdu | null): Meaning {
  const asked = (request?.contexts ?? []).filter(({ syntax }) => !isNegotiation(syntax))
  const names = new Set(asked.slice(0, MAX_NAMED).map(nameOf))
  const detail: Facts = {}
  if (asked[0]) detail.syntax = syntaxOf(asked[0].syntax)
  if (reply && reply.address !== '') detail.address = reply.address
  const [offer, answer] = [toldBy(request?.verifier ?? null), toldBy(reply?.verifier ?? null)]
  Object.assign(detail, offer.detail)
  const ended = endOf(reply)
  const operation: Operation = {
    verb: 'connect',
    function: functionOf(request ?? reply!),
    object: [...names].join(', '),
    items: [],
    ...ended,
    detail,
  }
  const services = ended.outcome === 'ok' && asked.length > 0 ? servicesOf(asked, reply!) : []
  return { operation, claims: [...offer.claims, ...answer.claims, ...services], repeatable: false }
}

/** The interfaces that the server accepted and that have a name. */
function servicesOf(asked: readonly Context[], reply: Pdu): Claim[] {
  const names = new Set<string>()
  for (const [index, { uuid }] of asked.entries()) {
    const name = interfaceOf(uuid)
    if (name !== '' && reply.results[index]?.result === 0) names.add(name)
  }
  return [...names].map(name => ({
    about: 'server',
    attribute: 'capability',
    value: `DCE/RPC ${name}`,
    confidence: 0.95,
  }))
}

function call(request: Pdu | null, reply: Pdu | null, state: State, ended: Ended = endOf(reply)): Meaning {
  const pdu = request ?? reply!
  const detail: Facts = {}
  if (pdu.interface === '' && pdu.uuid !== '') detail.interface = pdu.uuid
  if (request && request.object !== '' && request.object !== NIL) detail.on = request.object
  if (pdu.verifier) {
    detail.authentication = typeName(pdu.verifier.type)
    detail.level = levelName(pdu.verifier.level)
  }
  const claims: Claim[] = []
  const object = isPrivate(pdu) ? '' : contents(request, reply, { detail, claims, state, ok: ended.outcome === 'ok' })
  const operation: Operation = {
    verb: callVerb(pdu.interface, pdu.opnum),
    function: functionOf(pdu),
    object,
    items: request && !isPrivate(pdu) ? writtenIn(request, state.handles) : [],
    ...ended,
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

type Telling = { readonly detail: Facts; readonly claims: Claim[]; readonly state: State; readonly ok: boolean }

/** What arguments and results say in clear: the object. */
function contents(request: Pdu | null, reply: Pdu | null, telling: Telling): string {
  const { detail, state, ok } = telling
  const answer = ok && reply && !isPrivate(reply) ? reply : null
  const object = request ? objectOf(request, detail, state.handles) : ''
  if (answer) results(answer, telling)
  if (!request) return object
  if (request.interface === 'IOPCItemMgt' && request.opnum === 3) return itemsAdded(request, answer, state)
  if (request.interface === 'IOPCCommon' && request.opnum === 7 && object !== '') {
    telling.claims.push({ about: 'client', attribute: 'software', value: object, confidence: 0.8 })
  }
  const handle = answer && object !== '' ? handleIn(request, answer) : ''
  if (handle !== '') state.handles.set(handle, object)
  return object
}

/** What answers tell by themselves. */
function results(reply: Pdu, { detail, claims }: Telling): void {
  const key = `${reply.interface}:${reply.opnum}`
  if (key === 'epmapper:3') {
    const towers = readTowers(new Ndr(reply.stub, reply.little))
    const endpoints = towers.map(({ endpoint }) => endpoint)
    if (endpoints.length > 0) detail.endpoint = [...new Set(endpoints)].join(', ')
  } else if (key === 'epmapper:2') {
    const reader = new Ndr(reply.stub, reply.little)
    reader.handle()
    detail.entries = reader.long()
  } else if (key === 'IObjectExporter:5') {
    const reader = new Ndr(reply.stub, reply.little)
    reader.skip(4) // version of COM
    if (reader.u32() !== 0) addresses(readBindings(reader), claims)
  }
}

/** A server that is asked whether it lives names its addresses. */
function addresses(bindings: readonly string[], claims: Claim[]): void {
  for (const value of bindings) {
    const isAddress = isIp(value)
    claims.push({ about: 'server', attribute: isAddress ? 'address' : 'name', value, confidence: 0.9 })
  }
}

function isIp(text: string): boolean {
  const parts = text.split('.')
  return text.includes(':') || (parts.length === 4 && parts.every(part => part !== '' && Number(part) <= 255))
}

function itemsAdded(request: Pdu, reply: Pdu | null, state: State): string {
  const names = itemsOf(request)
  for (const [index, handle] of (reply ? itemHandlesIn(reply) : []).entries()) {
    const name = names[index]
    if (name) state.handles.set(itemKey(handle), name)
  }
  return names.join(', ')
}
