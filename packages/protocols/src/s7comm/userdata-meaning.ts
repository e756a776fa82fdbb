// What a userdata request, its answer, or a message without request did.
import type { Claim, FunctionRef, Item, Operation, Side, Verb } from '@nautilus/model'
import { type Meaning, silent } from '../dissector.ts'
import { printable } from '../reader.ts'
import { alarmMessage, alarmQuery, diagnosticMessage, messageService, type Said } from './alarms.ts'
import { blockCounts, blockInfo, blocksOfType } from './block-info.ts'
import { blockName, blockType } from './blocks.ts'
import { objectOf, readOf, writeOf } from './items.ts'
import { joined, type Memory } from './memory.ts'
import type { Message, Userdata } from './message.ts'
import { errorCode } from './names.ts'
import { type Found, objectOfList, readList } from './szl.ts'
import { isIdentity } from './szl-names.ts'
import { readClock } from './time.ts'
import { groups, transitions, userdataNamed } from './userdata-names.ts'

type Made = {
  object: string
  items?: readonly Item[]
  detail?: Record<string, string | number>
  verb?: Verb
  refusal?: FunctionRef
  found?: readonly Found[]
  client?: string
}
const NOTHING: Made = { object: '' }

export function userdataMeaning(request: Userdata | null, answer: Message | null, memory: Memory): Meaning {
  const reply = answer?.kind === 'userdata' ? answer : null
  const first = request ?? reply
  if (!first) return silent
  const made = makeOf(first, request, reply, memory)
  const named = userdataNamed(first.group, first.subfunction)
  const refusal = reply && reply.error !== 0 ? errorCode(reply.error) : made.refusal
  const operation: Operation = {
    verb: made.verb ?? named.verb,
    function: named.ref,
    object: made.object,
    items: made.items ?? [],
    outcome: !answer ? 'no-reply' : refusal ? 'refused' : 'ok',
    ...(refusal ? { refusal } : {}),
    ...(made.detail && Object.keys(made.detail).length > 0 ? { detail: made.detail } : {}),
  }
  return { operation, claims: claimsOf(made, request, reply), repeatable: false }
}

function claimsOf({ found, client }: Made, request: Userdata | null, reply: Userdata | null): Claim[] {
  const about: Side = reply?.from ?? 'server'
  const claims: Claim[] = (found ?? []).map(({ attribute, value, confidence }) => ({
    about,
    attribute,
    value,
    confidence,
  }))
  if (client && request) claims.push({ about: request.from, attribute: 'session', value: client, confidence: 0.6 })
  return claims
}

function makeOf(first: Userdata, request: Userdata | null, reply: Userdata | null, memory: Memory): Made {
  switch (first.group) {
    case groups.mode:
      return modeTransition(first)
    case groups.programmer:
    case groups.cyclic:
      return jobs(first, request, reply, memory)
    case groups.blocks:
    case groups.cpu:
      return answered(first, request, reply, memory)
    case groups.bsend:
      return { object: sendObject(bytesOf(first)) }
    case groups.nc:
      return { object: ncFile(bytesOf(first)) }
    case groups.time:
      return clock(first, request, reply)
    default:
      return NOTHING
  }
}

/** The data of a message that is kept as bytes; empty for all others. */
const bytesOf = (message: Userdata | null): Uint8Array =>
  message?.body.kind === 'bytes' ? message.body.bytes : new Uint8Array()

function modeTransition({ subfunction, role }: Userdata): Made {
  const mode = transitions[subfunction]
  if (!mode || role !== 'notice') return NOTHING
  return { object: '', detail: { mode }, found: [{ attribute: 'mode', value: mode, confidence: 0.95 }] }
}

/** Subscriptions and test functions: the answer numbers the job, later messages carry that number. */
function jobs(first: Userdata, request: Userdata | null, reply: Userdata | null, memory: Memory): Made {
  if (!request) return first.role === 'notice' ? pushed(first, memory) : NOTHING
  const { body } = request
  const key = (number: number): number => (request.group << 8) | number
  if (body.kind === 'unsubscribe') return acted(body.job, key(body.job), memory, body.kind)
  if (body.kind === 'test-job')
    return ofTest(acted(body.job, key(body.job), memory, body.kind), request.subfunction, body.subfunction)
  if (body.kind !== 'subscribe' && body.kind !== 'variables') return NOTHING
  const taken = reply !== null && reply.error === 0
  if (taken) memory.jobs.set(key(reply.sequence), body.items)
  const values = reply?.body.kind === 'values' ? reply.body.values : []
  const job = taken ? { job: reply.sequence } : {}
  if (body.kind === 'subscribe') {
    const made = readOf(body.items, values)
    return { ...made, detail: { ...made.detail, ...job, milliseconds: body.milliseconds } }
  }
  if (body.values.length === 0) return { ...readOf(body.items, values), detail: job, verb: 'subscribe' }
  const { object, items } = writeOf(body.items, body.values, [])
  return { object, items, detail: job }
}

/** An action on a job that was set up before. */
function acted(job: number, key: number, memory: Memory, kind: 'unsubscribe' | 'test-job'): Made {
  const object = objectOf(memory.jobs.get(key) ?? [])
  if (kind === 'unsubscribe') memory.jobs.delete(key)
  return { object, detail: { job } }
}

const READ_JOB = 0x11

/** What a modify or force job is done to lets its values through, or takes them back; reading it does neither. */
function ofTest({ object, detail }: Made, subfunction: number, of: number): Made {
  const { ref, verb } = userdataNamed(groups.programmer, of)
  const said = { object, detail: of > 0 ? { ...detail, of: ref.name } : { ...detail } }
  return subfunction === READ_JOB ? said : { ...said, verb: verb === 'read' ? 'subscribe' : verb }
}

/** Values that were subscribed to, or how a change that was asked for ended. */
function pushed({ group, sequence, body }: Userdata, memory: Memory): Made {
  const specs = memory.jobs.get((group << 8) | sequence) ?? []
  const values = body.kind === 'values' ? body.values : []
  const codes = body.kind === 'codes' ? body.codes : []
  const made = body.kind === 'values' ? readOf(specs, values) : { ...writeOf(specs, [], codes), items: [] }
  return { ...made, verb: 'report', detail: { ...made.detail, job: sequence } }
}

/** Block and CPU functions: answers may come in parts, of which only the last is read. */
function answered(first: Userdata, request: Userdata | null, reply: Userdata | null, memory: Memory): Made {
  const key = reply ? (reply.group << 16) | (reply.subfunction << 8) | reply.unit : 0
  const parted = reply !== null && reply.unit !== 0 && reply.error === 0
  const asked = (parted ? memory.asked(key) : null) ?? bytesOf(request)
  const whole = parted ? memory.collect(key, asked, bytesOf(reply), reply.last) : null
  const bytes = parted ? (whole ? joined(whole) : new Uint8Array()) : bytesOf(reply)
  const made = first.group === groups.blocks ? ofBlocks(first, asked, bytes) : ofCpu(first, asked, bytes)
  return parted && !reply.last ? { ...made, detail: { ...made.detail, more: 'yes' } } : made
}

function ofBlocks({ subfunction }: Userdata, asked: Uint8Array, bytes: Uint8Array): Made {
  if (subfunction === 1) return { object: '', detail: blockCounts(bytes) }
  if (subfunction === 2) {
    return { object: blockType(printable(asked)).trim(), detail: bytes.length > 0 ? blocksOfType(bytes) : {} }
  }
  if (subfunction !== 3) return NOTHING
  return blockInfo(bytes) ?? { object: asked.length > 0 ? blockName(asked).text : '' }
}

function ofCpu({ subfunction, role }: Userdata, asked: Uint8Array, bytes: Uint8Array): Made {
  if (subfunction === 0x01) return statusList(asked, bytes)
  if (subfunction === 0x02) return ofSaid(messageService(asked))
  const data = role === 'notice' ? bytes : asked
  if (data.length === 0) return NOTHING
  if (subfunction === 0x03) return ofSaid(diagnosticMessage(data))
  return ofSaid(subfunction === 0x13 ? alarmQuery(data) : alarmMessage(data, role === 'notice'))
}

const ofSaid = ({ object, detail, mode, user }: Said): Made => ({
  object,
  detail,
  ...(mode ? { found: [{ attribute: 'mode', value: mode, confidence: 0.9 }] } : {}),
  ...(user ? { client: user } : {}),
})

function statusList(asked: Uint8Array, bytes: Uint8Array): Made {
  const answer = readList(bytes)
  if (!answer && asked.length < 4) return NOTHING
  // What was asked for: some controllers answer for index 1 with index 0.
  const named = asked.length >= 4 ? asked : bytes
  const id = (named[0]! << 8) | named[1]!
  const index = (named[2]! << 8) | named[3]!
  const object = objectOfList(id, index)
  const verb: Verb = isIdentity(id) ? 'discover' : 'diagnose'
  return answer ? { object, verb, detail: answer.list.detail, found: answer.list.found } : { object, verb }
}

/** BSEND and BRECV: a specification with the R_ID that both sides agreed on. */
const sendObject = (bytes: Uint8Array): string =>
  bytes.length >= 8 && bytes[2] === 0x13 ? `R_ID ${new DataView(bytes.buffer, bytes.byteOffset).getUint32(4)}` : ''

/** NC programs are named by their path in the file system of the NCK. */
const ncFile = (bytes: Uint8Array): string => /\/_N_[\w/]+/.exec(printable(bytes))?.[0] ?? ''

function clock({ subfunction }: Userdata, request: Userdata | null, reply: Userdata | null): Made {
  const sets = subfunction === 2 || subfunction === 4
  const clock = readClock(bytesOf(sets ? request : reply))
  return clock ? { object: 'clock', detail: { clock } } : { object: 'clock' }
}
