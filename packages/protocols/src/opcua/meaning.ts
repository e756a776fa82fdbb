// What messages of a connection mean: OPC 10000-4, clause 5; OPC 10000-6, clause 7.1.
import type { Claim, FunctionRef, Operation, Outcome, Side, Verb } from '@nautilus/model'
import { type Joined, type Meaning, type Session, silent } from '../dissector.ts'
import { contentOf } from './content.ts'
import { type Draft, openDraft } from './draft.ts'
import { claimCertificate } from './identity.ts'
import { itemsOf, nameOf, objectOf } from './items.ts'
import { forget, type Memory, openMemory, remember } from './memory.ts'
import type { Message } from './message.ts'
import { buildClaims } from './server-status.ts'
import { CLOSE, ENCRYPTED, methodVerbOf, OPEN, policyOf, serviceOf } from './services.ts'
import { isBad, statusOf } from './status.ts'
import { Wire } from './wire.ts'

type Detail = Record<string, string | number>

const HELLO: FunctionRef = { code: 'HEL', name: 'Hello' }
const REVERSE: FunctionRef = { code: 'RHE', name: 'ReverseHello' }
const ERROR: FunctionRef = { code: 'ERR', name: 'Error' }
const ABORTED: FunctionRef = { code: 'abort', name: 'Abort' }

export function openSession(): Session<Message> {
  const memory = openMemory()
  return {
    join: message => unsigned(message, memory),
    interpret(request, reply) {
      const first = request ?? reply
      if (!first) return silent
      if (first.type === 'MSG' || first.type === 'OPN' || first.type === 'CLO') {
        return serviceMeaning(first, request, reply, memory)
      }
      return connectionMeaning(first, reply)
    },
  }
}

const meaningOf = (operation: Operation, claims: readonly Claim[] = []): Meaning => ({
  operation,
  claims,
  repeatable: false,
})

const connect = (ref: FunctionRef, outcome: Outcome, object: string, detail: Detail): Operation => ({
  verb: 'connect',
  function: ref,
  object,
  items: [],
  outcome,
  detail,
})

/** Hello and acknowledge, an error, a server that calls its client. */
function connectionMeaning(first: Message, reply: Message | null): Meaning {
  const wire = new Wire(first.bytes)
  wire.skip(first.at)
  if (first.type === 'HEL') {
    wire.skip(20)
    const operation = connect(HELLO, reply ? 'ok' : 'unseen', wire.string(), {})
    return meaningOf(reply?.type === 'ERR' || reply?.aborted ? { ...operation, ...errorIn(reply) } : operation)
  }
  if (first.type === 'RHE') {
    const uri = wire.string()
    const claims: Claim[] = uri ? [{ about: 'client', attribute: 'session', value: uri, confidence: 0.9 }] : []
    return meaningOf(connect(REVERSE, 'ok', wire.string(), { server: uri }), claims)
  }
  return first.type === 'ERR' ? meaningOf({ ...connect(ERROR, 'refused', '', {}), ...errorIn(first) }) : silent
}

/** 7.1.2.5: a status and a reason; a chunk that aborts has the same. */
function errorIn({ bytes, at }: Message): Pick<Operation, 'outcome' | 'refusal' | 'detail'> {
  const wire = new Wire(bytes)
  wire.skip(at)
  const refusal = statusOf(wire.u32le())
  const reason = wire.string()
  return { outcome: 'refused', refusal, detail: reason ? { reason } : {} }
}

function serviceMeaning(first: Message, request: Message | null, reply: Message | null, memory: Memory): Meaning {
  if (first.type === 'OPN') learnPolicy(first, memory)
  const base = baseOf(first, memory)
  const [asked, answered] = [read(request, memory), read(reply, memory)]
  if (first.service === OPEN && asked) memory.mode = String(asked.detail.mode ?? '')
  const claims = [...certificateOf(request, 'client'), ...certificateOf(reply, 'server')]
  if (reply && (reply.type === 'ERR' || reply.aborted)) {
    return meaningOf({ ...operationOf(base, asked, null, memory), ...errorIn(reply) }, claims)
  }
  if (!asked && !answered) return meaningOf({ ...base, outcome: reply ? 'ok' : 'unseen' }, claims)
  claims.push(...claimsOf(asked, 'client'), ...claimsOf(answered, 'server'))
  if (asked && answered) {
    learn(first, asked, answered, memory)
    claims.push(...buildClaims(asked, answered, reply!))
  }
  return meaningOf(operationOf(base, asked, answered, memory), claims)
}

function baseOf(first: Message, memory: Memory): Base {
  const service = serviceOf(first.service)
  const verb: Verb = service?.verb ?? (first.type === 'MSG' ? 'other' : 'connect')
  return { verb, function: service?.ref ?? unnamed(first), object: '', items: [], detail: security(first, memory) }
}

function unnamed(first: Message): FunctionRef {
  if (first.aborted) return ABORTED
  if (first.type === 'OPN') return serviceOf(OPEN)!.ref
  if (first.type === 'CLO') return serviceOf(CLOSE)!.ref
  return first.service < 0 ? ENCRYPTED : { code: String(first.service), name: 'unknown' }
}

const signatureOf = (policy: string): number => (policy === 'Basic128Rsa15' || policy === 'Basic256' ? 20 : 32)

/** Each chunk of a signed channel ends with a signature: OPC 10000-6, 6.7.2.4. Between joined chunks it must go. */
function unsigned(message: Message, { policy }: Memory): Joined<Message> {
  const { ends, bytes } = message
  if (ends.length < 2 || message.service < 0 || policy === '' || policy === 'None') return { message }
  const length = signatureOf(policy)
  const body = new Uint8Array(bytes.length)
  let [from, to] = [0, 0]
  for (const end of ends) {
    const part = bytes.subarray(from, Math.max(from, end - length))
    body.set(part, to)
    to += part.length
    from = end
  }
  // The last signature is left out where the message is read.
  return { message: { ...message, bytes: body.subarray(0, to + length), ends: [] }, body }
}

/** Of a signed channel the last bytes are the signature: 20 of the old policies, 32 of the others. */
function read(message: Message | null, { mode, policy }: Memory): Draft | null {
  if (!message || message.service < 0 || message.aborted) return null
  const signed = mode === 'Sign' && message.type !== 'OPN'
  const signature = signed ? signatureOf(policy) : 0
  return contentOf(message, Math.max(message.inside, message.bytes.length - signature))
}

type Base = Pick<Operation, 'verb' | 'function' | 'object' | 'items'> & { readonly detail: Detail }

function operationOf(base: Base, asked: Draft | null, answered: Draft | null, memory: Memory): Operation {
  const items = itemsOf(base.verb, asked, answered, memory)
  const detail: Detail = { ...base.detail, ...asked?.detail, ...answered?.detail }
  const subscription = Math.max(asked?.subscription ?? -1, answered?.subscription ?? -1)
  if (subscription >= 0) detail.subscription = subscription
  const bad = (answered?.statuses ?? []).filter(isBad)
  if (bad.length > 0) detail.bad = bad.length
  if (asked?.cut || answered?.cut) detail.cut = asked?.cut ? 'request' : 'reply'
  const operation: Operation = {
    verb: verbOf(base.verb, asked, answered),
    function: base.function,
    object: objectOf(asked, items),
    items,
    outcome: answered ? 'ok' : 'unseen',
    detail,
  }
  const refused = refusalOf(answered, bad)
  return refused === 0 ? operation : { ...operation, outcome: 'refused' as const, refusal: statusOf(refused) }
}

/** Notifications of events alone are alarms; some methods of the standard say what they do. */
function verbOf(verb: Verb, asked: Draft | null, answered: Draft | null): Verb {
  if (verb === 'call') return methodVerbOf(asked?.targets[0]?.node ?? '')
  if (verb !== 'report' || !answered?.detail.events) return verb
  return answered.values.every(({ name }) => name !== '') ? 'alarm' : verb
}

/** The status of the service, or of its operations when all of them failed. */
function refusalOf(answered: Draft | null, bad: readonly number[]): number {
  if (!answered) return 0
  if (isBad(answered.result)) return answered.result
  return bad.length > 0 && bad.length === answered.statuses.length ? bad[0]! : 0
}

const claimsOf = (draft: Draft | null, about: Side): Claim[] => draft?.facts.map(fact => ({ about, ...fact })) ?? []

function learnPolicy({ security: told, service }: Message, memory: Memory): void {
  if (!told) return
  memory.policy = policyOf(told.policy)
  if (service < 0) memory.mode = ''
}

function certificateOf(message: Message | null, about: Side): Claim[] {
  if (!message?.security || message.security.certificate.length === 0) return []
  const draft = openDraft()
  claimCertificate(draft, message.security.certificate)
  return claimsOf(draft, about)
}

/** What a reader asks of a channel. The mode of an encrypted OPN shows in what follows it. */
function security({ type, service }: Message, memory: Memory): Detail {
  if (type === 'MSG' && memory.policy !== '' && memory.policy !== 'None') {
    memory.mode = service < 0 ? 'SignAndEncrypt' : 'Sign'
  }
  if (type !== 'OPN' && service >= 0) return {}
  return { ...(memory.policy ? { policy: memory.policy } : {}), ...(memory.mode ? { mode: memory.mode } : {}) }
}

function learn(first: Message, asked: Draft, answered: Draft, memory: Memory): void {
  if (first.service === 751) {
    for (const [i, handle] of asked.handles.entries()) {
      const target = asked.targets[i]
      if (target && !isBad(answered.statuses[i] ?? 0)) remember(memory, asked.subscription, handle, nameOf(target))
    }
  }
  if (first.service === 847 && asked.subscription >= 0) forget(memory, asked.subscription)
}
