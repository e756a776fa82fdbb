// What TriStation frames mean. Places of fields are those that FireEye (2018) and Nozomi Networks (2018) describe; data of
// functions without a public description is counted and not read.
import type { Claim, FunctionRef, Operation, Outcome } from '@nautilus/model'
import { type Meaning, silent } from '../dissector.ts'
import { printable } from '../reader.ts'
import { type Frame, low, TYPE } from './frame.ts'
import { functionOf, isRefusal, REJECTED, refusalOf, replies, verbOf } from './functions.ts'
import { claimsOf, states } from './identity.ts'

type Detail = Record<string, string | number>

export const frameFunctions: Readonly<Record<number, FunctionRef>> = {
  1: { code: 'connect', name: 'connect' },
  4: { code: 'disconnect', name: 'disconnect' },
  6: { code: 'ping', name: 'ping' },
  8: { code: 'not-connected', name: 'not connected' },
  9: { code: 'mps-dead', name: 'main processors are dead' },
}

const frameRefusals: Readonly<Record<number, string>> = {
  7: 'connection limit reached',
  8: 'not connected',
  9: 'main processors are dead',
  10: 'access denied',
  11: 'connection failed',
}

export function interpret(request: Frame | null, reply: Frame | null): Meaning {
  const first = request ?? reply
  if (!first) return silent
  if (first.type !== TYPE.command) return { ...silent, operation: link(request, reply, first) }
  return command(request, reply?.type === TYPE.command ? reply : null)
}

const outcomeOf = (request: Frame | null, reply: Frame | null): Outcome => (request && !reply ? 'no-reply' : 'ok')

/** Connections opened, kept, closed, and refused. */
function link(request: Frame | null, reply: Frame | null, first: Frame): Operation {
  const refused = reply ? frameRefusals[reply.type] : undefined
  const answers = reply?.type === TYPE.disconnected ? TYPE.disconnect : TYPE.connect
  const function_ = frameFunctions[request?.type ?? first.type] ?? frameFunctions[answers]!
  const ended = refused
    ? { outcome: 'refused' as const, refusal: { code: String(reply!.type), name: refused } }
    : { outcome: outcomeOf(request, reply) }
  return { verb: 'connect', function: function_, object: '', items: [], ...ended, detail: { channel: first.channel } }
}

function command(request: Frame | null, reply: Frame | null): Meaning {
  const said = reply ? replies[reply.function] : undefined
  const code = request?.function ?? said?.[1] ?? reply?.function ?? -1
  const refused = reply !== null && isRefusal(reply.function)
  const detail: Detail = {}
  if (said) detail.reply = said[0]
  const object = objectOf(code, request, refused ? null : reply, detail)
  const operation: Operation = {
    verb: verbOf(code),
    function: functionOf(code),
    object,
    items: [],
    outcome: refused ? 'refused' : outcomeOf(request, reply),
    ...(refused ? { refusal: reasonOf(reply) } : {}),
    detail,
  }
  const claims: Claim[] = reply && !refused ? claimsOf(reply) : []
  if (code === PROGRAM_DOWNLOAD && reply && !refused && object !== '') {
    claims.push({ about: 'server', attribute: 'program', value: object, confidence: 0.7 })
  }
  return { operation, claims, repeatable: false }
}

/** A refusal is the code of the reply; a rejection may tell it in its data. */
function reasonOf({ function: code, data }: Frame): FunctionRef {
  const told = low(data, 0)
  return code === REJECTED && data.length >= 2 && told !== REJECTED && isRefusal(told)
    ? refusalOf(told)
    : refusalOf(code)
}

const UPLOADS: Readonly<Record<number, string>> = { 65: 'program', 66: 'function' }
const DOWNLOADS: Readonly<Record<number, string>> = { 55: 'program', 56: 'function' }
const PROGRAM_DOWNLOAD = 59
const CP_STATUS = 108
const CHASSIS_STATUS = 119

/** Which program or function it is about, and what else is told of it. */
function objectOf(code: number, request: Frame | null, reply: Frame | null, detail: Detail): string {
  if (reply?.function === CP_STATUS || reply?.function === CHASSIS_STATUS) Object.assign(detail, states(reply))
  const data = request?.data ?? new Uint8Array(0)
  if (code === PROGRAM_DOWNLOAD) return downloadedProject(data, detail)
  const loaded = DOWNLOADS[code]
  if (loaded !== undefined && data.length >= 10) {
    Object.assign(detail, { next: low(data, 2), total: low(data, 4), offset: low(data, 6), blocks: low(data, 8) })
    return `${loaded} ${low(data, 0)}`
  }
  const fetched = UPLOADS[code]
  if (fetched === undefined || data.length < 8) return ''
  detail.offset = low(data, 6)
  if (reply && reply.data.length >= 10) detail.blocks = low(reply.data, 8)
  return `${fetched} ${low(data, 0)}`
}

/** The project's name, and how many functions and programs come. */
function downloadedProject(data: Uint8Array, detail: Detail): string {
  if (data.length < 24) return ''
  detail.functions = low(data, 20)
  detail.programs = low(data, 22)
  const end = data.indexOf(0, 10)
  return printable(data.subarray(10, end < 10 || end > 20 ? 20 : end))
}
