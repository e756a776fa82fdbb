// What HART-IP messages mean: HCF_SPEC-085, and the commands of HCF_SPEC-127 and HCF_SPEC-151 inside.
import type { Claim, FunctionRef, Operation, Verb } from '@nautilus/model'
import { type Meaning, type Session, type Stretch, silent } from '../dissector.ts'
import { messages, refuses, responseOf, statusOf } from './codes.ts'
import { commandOf } from './commands.ts'
import { embeddedOf, SEND } from './embedded.ts'
import { type Command, DIRECT, INITIATE, type Message, NAK, PUBLISH, TOKEN, word } from './frame.ts'
import { type Identity, identityClaims, identityOf, moduleClaim } from './identity.ts'
import { reads, writes } from './layouts.ts'
import { type Draft, deviceVariables, emptyDraft, objectOf, type Place, readFields, untilZero } from './values.ts'

const UNIVERSAL = new Set([0, 11, 21, 73, 75])
const TAGS = new Set([13, 18, 20, 22])

type State = { root: string | null }
type Told = { operation: Operation; claims: readonly Claim[] }
type Pair = { readonly request: Message | null; readonly reply: Message | null }

export function session(): Session<Message> {
  const state: State = { root: null }
  return {
    interpret(request, reply) {
      const first = request ?? reply
      if (!first) return silent
      if ((first.id === TOKEN || first.id === DIRECT) && first.commands.length > 0) {
        return commandsOf({ request, reply }, first, state)
      }
      return { ...silent, operation: messageOperation({ request, reply }, first) }
    },
  }
}

const verbs: readonly Verb[] = ['connect', 'connect', 'connect', 'other', 'other', 'diagnose']

/** Session messages, and frames that hold no command. */
function messageOperation({ request, reply }: Pair, first: Message): Operation {
  const ref = messages[first.id] ?? { code: `id:${first.id}`, name: 'unknown' }
  const refusal = reply?.type === NAK ? nakOf(reply) : null
  const detail = first.id === INITIATE ? sessionDetail(first) : null
  return {
    verb: verbs[first.id] ?? 'other',
    function: ref,
    object: '',
    items: [],
    ...endOf({ request, reply }, refusal),
    ...(detail ? { detail } : {}),
  }
}

/** A refusal has its code behind the header; the status says it where there is none. */
const nakOf = ({ bytes, status }: Message): FunctionRef => statusOf(bytes[8] ?? status)

function sessionDetail({ bytes }: Message): Operation['detail'] | null {
  if (bytes.length < 13) return null
  return { host: bytes[8] === 1 ? 'primary' : 'secondary', timer: word(bytes, 9) * 65_536 + word(bytes, 11) }
}

function commandsOf(pair: Pair, first: Message, state: State): Meaning {
  const told = first.commands.map((command, at) => commandTold(pair, command, at, first, state))
  const [head, ...rest] = told
  const operation = head!.operation
  const claims = told.flatMap(t => [...t.claims])
  const more = rest.map(t => t.operation)
  const publishes = pair.request === null && first.type === PUBLISH && more.length === 0 && claims.length === 0
  if (publishes) return { operation, claims, repeatable: true, varies: variesOf(first) }
  return { operation, claims, repeatable: false, ...(more.length > 0 ? { more } : {}) }
}

/** The number of the message, the time stamp that ends command 9, and the check byte. */
function variesOf({ checkAt, commands, bytes }: Message): Stretch[] {
  const [command] = commands
  const sequence = { at: 4, length: 2 }
  if (checkAt === 0) return [sequence]
  const stamped = command!.number === 9 && (command!.end - command!.at - 1) % 8 === 4
  const from = stamped ? command!.end - 4 : checkAt
  return [sequence, { at: from, length: Math.min(checkAt + 1, bytes.length) - from }]
}

function commandTold(pair: Pair, command: Command, at: number, first: Message, state: State): Told {
  const { ref, verb } = commandOf(command.number)
  const draft = emptyDraft()
  const asked = pair.request?.commands[at] ?? null
  const answer = answerOf(pair, command, at)
  const refusal = refusalOf(pair, answer)
  const done = refusal ? null : answer
  valuesTold(draft, pair, asked, done)
  const claims = done && pair.reply ? claimsOf(draft, pair.reply, done, state) : []
  if (answer && answer.response > 0 && !refusal) draft.detail.response = responseOf(answer.response, answer.number).name
  const sent = asked && pair.request && asked.number === SEND ? embeddedOf(pair.request, asked) : null
  if (sent) Object.assign(draft.detail, { command: sent.name, channel: sent.channel })
  const unasked = pair.request === null && first.type === PUBLISH
  const operation: Operation = {
    verb: unasked ? 'report' : (sent?.verb ?? verb),
    function: ref,
    object: sent?.device ?? objectFor(draft, first.device),
    items: draft.items,
    ...endOf(pair, refusal),
    ...(Object.keys(draft.detail).length > 0 ? { detail: draft.detail } : {}),
  }
  return { operation, claims }
}

function endOf({ request, reply }: Pair, refusal: FunctionRef | null): Pick<Operation, 'outcome' | 'refusal'> {
  if (refusal) return { outcome: 'refused', refusal }
  return { outcome: reply || !request ? 'ok' : 'no-reply' }
}

/** The answer to a command stands where the command stood; without a request each stands for itself. */
function answerOf({ reply }: Pair, command: Command, at: number): Command | null {
  const answer = reply?.commands[at]
  return answer && answer.number === command.number ? answer : null
}

function refusalOf({ reply }: Pair, answer: Command | null): FunctionRef | null {
  if (reply?.type === NAK) return nakOf(reply)
  return answer && refuses(answer.response) ? responseOf(answer.response, answer.number) : null
}

function valuesTold(draft: Draft, { request, reply }: Pair, asked: Command | null, done: Command | null): void {
  const answered = done && reply ? placeOf(reply, done, 'reply') : null
  const put = asked && request ? placeOf(request, asked, 'request') : answered
  const number = put?.command.number ?? -1
  const written = writes[number]
  if (written && put) return readFields(draft, written, { ...put, access: 'write' })
  if (!answered) return
  const fields = reads[number]
  if (fields) readFields(draft, fields, answered)
  else if (number === 9 || number === 33) deviceVariables(draft, answered, number === 33)
}

const placeOf = (message: Message, command: Command, where: 'request' | 'reply'): Place => ({
  message,
  command,
  access: 'read',
  in: where,
})

function objectFor({ names, prefix }: Draft, device: string): string {
  if (names.length > 0) return objectOf(device, names.join(','))
  return prefix === '' ? device : objectOf(device, prefix.slice(0, -1))
}

/** The server is the device that answers to polling address 0; others are behind it. */
function claimsOf(draft: Draft, reply: Message, done: Command, state: State): Claim[] {
  const { device } = reply
  if (UNIVERSAL.has(done.number)) return identified(draft, identityOf(reply, done), device, state)
  if (done.number === 84) return subDevice(draft, reply, done)
  if (!TAGS.has(done.number)) return []
  const { tag, descriptor } = draft.texts
  const own = device === '' || device === 'poll 0' || device === state.root
  if (!own) return tag ? [moduleClaim(device, tag)] : []
  const claims: Claim[] = []
  if (tag) claims.push({ about: 'server', attribute: 'name', value: tag, confidence: 0.9 })
  if (descriptor) claims.push({ about: 'server', attribute: 'description', value: descriptor, confidence: 0.8 })
  return claims
}

function identified(draft: Draft, identity: Identity | null, device: string, state: State): Claim[] {
  if (!identity) return []
  draft.detail.device = identity.device
  const own = device === '' || device === 'poll 0' || identity.device === state.root
  if (!own) return [moduleClaim(identity.device, [identity.vendor, identity.model].filter(Boolean).join(' '))]
  state.root = identity.device
  return identityClaims(identity)
}

const TAG_AT = 12

/** Command 84: index, card, channel, manufacturer, type, device id, universal revision, long tag. */
function subDevice({ detail }: Draft, { bytes }: Message, { at, end }: Command): Claim[] {
  if (end - at < TAG_AT + 32) return []
  const device = (word(bytes, at + 6) & 0x3fff) * 2 ** 24 + word(bytes, at + 8) * 256 + bytes[at + 10]!
  const id = device.toString(16).padStart(10, '0')
  const tag = untilZero(bytes.subarray(at + TAG_AT, at + TAG_AT + 32))
  detail.device = id
  return [moduleClaim(id, `card ${bytes[at + 2]} channel ${bytes[at + 3]}${tag ? ` ${tag}` : ''}`)]
}
