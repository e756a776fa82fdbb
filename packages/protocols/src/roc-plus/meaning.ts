// What ROC Plus frames mean: A6127, chapter 3.
import type { Claim, FunctionRef, Item, Operation, Verb } from '@nautilus/model'
import { type Meaning, silent } from '../dissector.ts'
import { printable } from '../reader.ts'
import type { Frame } from './frame.ts'
import { deviceTypes, errorOf, fileCommands, modes, opcodeOf } from './opcodes.ts'
import { contiguous, read, type Touched, written } from './parameters.ts'

export const ERROR = 255
const LOGIN = 17
const NAME = 30
type Detail = Record<string, string | number>
type Draft = { object: string; items: Item[]; claims: Claim[]; detail: Detail; verb: Verb }

export function interpret(request: Frame | null, reply: Frame | null): Meaning {
  const first = request ?? reply
  if (!first?.sound) return silent
  const answer = reply?.sound ? reply : null
  const { function: ref, verb } = opcodeOf(first.opcode)
  const draft: Draft = { object: `${first.unit}.${first.group}`, items: [], claims: [], detail: {}, verb }
  const refusal = answer?.opcode === ERROR ? errorOf(answer.data[0] ?? 0) : null
  tell(draft, request, refusal ? null : answer, first)
  const operation: Operation = {
    verb: draft.verb,
    function: ref,
    object: draft.object,
    items: draft.items,
    ...endOf(request, answer, refusal),
    ...(Object.keys(draft.detail).length > 0 ? { detail: draft.detail } : {}),
  }
  return { operation, claims: draft.claims, repeatable: false }
}

function endOf(
  request: Frame | null,
  answer: Frame | null,
  refusal: FunctionRef | null,
): Pick<Operation, 'outcome' | 'refusal'> {
  if (refusal) return { outcome: 'refused', refusal }
  return { outcome: answer || !request ? 'ok' : 'no-reply' }
}

function tell(draft: Draft, request: Frame | null, reply: Frame | null, first: Frame): void {
  switch (first.opcode) {
    case 6:
      return reply ? configuration(draft, reply) : undefined
    case 7:
    case 8:
      return clock(draft, first.opcode === 8 ? request : reply)
    case LOGIN:
      return request ? login(draft, request) : undefined
    case 166:
      return request ? touch(draft, contiguous(request, request, 'write')) : undefined
    case 167:
      return touch(draft, contiguous(request ?? first, reply, 'read'))
    case 180:
      return request ? touch(draft, read(request, reply)) : undefined
    case 181:
      return request ? touch(draft, written(request)) : undefined
    case 203:
      return file(draft, request, first)
    default:
      return undefined
  }
}

function touch(draft: Draft, { object, items, claims }: Touched): void {
  if (object !== '') draft.object = object
  draft.items = items
  draft.claims = claims
}

/** Opcode 6. */
function configuration({ claims, detail }: Draft, { data, from }: Frame): void {
  if (data.length < 19) return
  const mode = modes[data[0]!] ?? `mode ${data[0]}`
  const model = deviceTypes[data[18]!] ?? ''
  claims.push({ about: from, attribute: 'mode', value: mode, confidence: 0.9 })
  if (model !== '') claims.push({ about: from, attribute: 'model', value: model, confidence: 0.9 })
  detail.mode = mode
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Opcodes 7 and 8: second, minute, hour, day, month, year, low byte first; some write it high byte first. */
function clock({ detail }: Draft, frame: Frame | null): void {
  const { data } = frame ?? {}
  if (!data || data.length < 7) return
  const year = data[5]! + 256 * data[6]!
  const shown = year > 1969 && year < 2200 ? year : 256 * data[5]! + data[6]!
  const [second, minute, hour, day, month] = [data[0]!, data[1]!, data[2]!, data[3]!, data[4]!]
  detail.time = `${shown}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`
}

/** Opcode 17: three letters and a number, or a name and a password of 30 characters each; then a level or LOGOUT. */
function login({ claims, detail }: Draft, { data, from }: Frame): void {
  const long = data.length >= 2 * NAME
  const user = printable(data.subarray(0, long ? NAME : 3))
  const rest = data.subarray(long ? 2 * NAME : 5)
  const out = printable(rest) === 'LOGOUT'
  detail.step = out ? 'logout' : 'login'
  // Session keys have the form of neither.
  const named = long || data.length === 5 || data.length === 6 || (out && data.length === 11)
  if (!named || user === '' || user.includes('.')) return
  detail.user = user
  if (rest.length === 1) detail.level = rest[0]!
  claims.push({ about: from, attribute: 'user', value: user, confidence: 0.9 })
  if (!out) claims.push({ about: from, attribute: 'credential', value: `ROC Plus login of ${user}`, confidence: 1 })
}

/** Opcode 203: the command, then names or a descriptor. */
function file(draft: Draft, request: Frame | null, first: Frame): void {
  const code = first.data[0] ?? 0
  const [name, verb] = fileCommands[code] ?? [`command ${code}`, 'file']
  draft.detail.command = name
  draft.verb = verb
  if (!request) return
  // An open says first how; a path and a name of 64 and 62 bytes follow, each ended by zeros.
  const start = code === 1 ? 2 : code === 5 || code === 6 || code === 64 ? 1 : -1
  const path = start < 0 ? '' : untilZero(request.data.subarray(start, start + 64))
  const called = start < 0 ? '' : untilZero(request.data.subarray(start + 64))
  if (path !== '') draft.object += `/file${path.startsWith('/') ? '' : '/'}${path}${called}`
}

function untilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return printable(end < 0 ? bytes : bytes.subarray(0, end), 64)
}
