// What DNP3 messages mean: IEEE 1815-2012, clauses 4.4 (functions) and 5 (their use).
import type { Claim, FunctionRef, Item, Operation, Verb } from '@nautilus/model'
import { type Meaning, silent } from '../dissector.ts'
import { Reader } from '../reader.ts'
import { tellAttributes } from './attributes.ts'
import { AUTHENTICATION, authenticationOf, isAnswer, isChallenge } from './authentication.ts'
import { controlDetail, controlRefusal } from './control.ts'
import { FILE, type FileFact, type Files, fileFact, fileName } from './files.ts'
import type { Fragment, Message } from './message.ts'
import { functionOf, indicationRefusal, indicationsOf, isUnanswered, linkAnswerOf, linkFunctionOf } from './names.ts'
import { objectOf, tellPoints } from './points.ts'
import { time48, timeText } from './time.ts'

type Detail = Record<string, string | number>
type Draft = { items: Item[]; flags: string[]; claims: Claim[]; detail: Detail }

const UNSOLICITED = 130
const BROADCAST = 0xfffd // 9.2.4.1.4: this address and the two above it

/** Verbs of a read and of a write, by the group of the first object. */
const readVerbs: Readonly<Record<number, Verb>> = { 0: 'discover', 70: 'file', 121: 'diagnose', 122: 'diagnose' }
const writeVerbs: Readonly<Record<number, Verb>> = {
  0: 'configure',
  34: 'configure',
  50: 'clock',
  70: 'file',
  80: 'acknowledge',
  82: 'configure',
  83: 'configure',
  85: 'configure',
  86: 'configure',
  120: 'authenticate',
}
const steps: ReadonlySet<number> = new Set([3, 4, 5, 6])

export function meaningOf(files: Files, request: Message | null, reply: Message | null): Meaning {
  const asked = request?.kind === 'fragment' ? request : null
  const answer = reply?.kind === 'fragment' ? reply : null
  if (asked) return exchange(files, asked, answer)
  if (answer) return told(files, answer)
  return link(request?.kind === 'link' ? request : null, reply?.kind === 'link' ? reply : null)
}

/** Services of the link. What failed its CRC, and parts of fragments, mean nothing. */
function link(
  request: Extract<Message, { kind: 'link' }> | null,
  reply: Extract<Message, { kind: 'link' }> | null,
): Meaning {
  if (!request?.whole || !request.primary) return silent
  const outcome = reply === null ? 'no-reply' : reply.code === 1 || reply.code === 15 ? 'refused' : 'ok'
  const operation: Operation = {
    verb: 'connect',
    function: linkFunctionOf(request.code),
    object: String(request.destination),
    items: [],
    outcome,
    ...(outcome === 'refused' ? { refusal: linkAnswerOf(reply!.code) } : {}),
    detail: { source: request.source },
  }
  return { operation, claims: [], repeatable: false }
}

const draft = (): Draft => ({ items: [], flags: [], claims: [], detail: {} })

function verbOf({ code, headers }: Fragment): Verb {
  const { verb } = functionOf(code)
  const group = headers[0]?.group ?? -1
  if (code === 1) return readVerbs[group] ?? verb
  return code === 2 ? (writeVerbs[group] ?? verb) : verb
}

function exchange(files: Files, asked: Fragment, answer: Fragment | null): Meaning {
  if (asked.code === 0) return silent
  const found = draft()
  found.detail.master = asked.master
  if (asked.outstation >= BROADCAST) found.detail.broadcast = 1
  tellPoints(found, asked, 'write', 'request')
  if (asked.code !== 1) tellAttributes(found, asked, 'request')
  // The answer to a control repeats what was asked for.
  if (answer && !steps.has(asked.code)) {
    tellPoints(found, answer, 'read', 'reply')
    tellAttributes(found, answer, 'reply')
  }
  const special = tellSpecial(files, found, asked, answer)
  const refusal = special.refusal ?? refusalOf(asked, answer)
  if (steps.has(asked.code)) controlDetail(asked, found.detail)
  tellTimes(found, asked, answer)
  const operation = operationOf(found, asked, answer, special.object || objectOf(asked), refusal)
  return { operation, claims: found.claims, repeatable: false }
}

function refusalOf(asked: Fragment, answer: Fragment | null): FunctionRef | null {
  if (!answer) return null
  const indicated = answer.indications >= 0 ? indicationRefusal(answer.indications) : null
  return (steps.has(asked.code) ? controlRefusal(answer) : null) ?? indicated
}

function operationOf(
  { items, flags, detail }: Draft,
  asked: Fragment,
  answer: Fragment | null,
  object: string,
  refusal: FunctionRef | null,
): Operation {
  const indications = answer && answer.indications > 0 ? indicationsOf(answer.indications) : ''
  if (indications !== '') detail.indications = indications
  if (flags.length > 0) detail.flags = flags.join(', ')
  const unanswered = isUnanswered(asked.code) || isAnswer(asked) || asked.outstation >= BROADCAST
  return {
    verb: verbOf(asked),
    function: functionOf(asked.code).function,
    object,
    items,
    outcome: refusal ? 'refused' : answer || unanswered ? 'ok' : 'no-reply',
    ...(refusal ? { refusal } : {}),
    detail,
  }
}

type Special = { object: string; refusal: FunctionRef | null }

/** Files and authentication, which name what they are about inside their objects. */
function tellSpecial(files: Files, found: Draft, asked: Fragment | null, answer: Fragment | null): Special {
  const station = (asked ?? answer)!.outstation
  const [askedFile, toldFile] = [fileFact(asked), fileFact(answer)]
  if (askedFile || toldFile) {
    addFile(found, askedFile, toldFile)
    const name = fileName(files, station, askedFile, toldFile)
    return { object: `${station}/file${name === '' ? '' : `/${name}`}`, refusal: toldFile?.refusal ?? null }
  }
  const [challenged, proved] = [authenticationOf(asked), authenticationOf(answer)]
  Object.assign(found.detail, proved?.detail, challenged?.detail)
  found.claims.push(...(challenged?.claims ?? []))
  return { object: '', refusal: proved?.refusal ?? null }
}

function addFile({ detail, claims }: Draft, asked: FileFact | null, answer: FileFact | null): void {
  for (const fact of [answer, asked]) {
    if (!fact) continue
    Object.assign(detail, fact.detail)
    claims.push(...fact.claims)
  }
}

/** Clock written, and delays told: A.21, A.23. */
function tellTimes({ detail }: Draft, asked: Fragment | null, answer: Fragment | null): void {
  for (const fragment of [asked, answer]) {
    const header = fragment?.headers.find(({ group }) => group === 50 || group === 52)
    if (!fragment || !header?.layout || header.count === 0) continue
    const reader = new Reader(fragment.body)
    reader.at = header.at + header.prefix
    if (header.group === 50) detail.time = timeText(time48(reader))
    else detail.delay = header.variation === 1 ? `${reader.u16le()} s` : `${reader.u16le()} ms`
  }
}

/** A response that nobody asked for, or whose request was not seen. */
function told(files: Files, answer: Fragment): Meaning {
  // A challenge is named by the request that it holds up, and by the answer to it.
  const found = draft()
  found.detail.master = answer.master
  tellPoints(found, answer, 'read', 'reply')
  tellAttributes(found, answer, 'reply')
  const special = tellSpecial(files, found, null, answer)
  if (answer.code === UNSOLICITED) found.detail.unsolicited = 1
  tellTimes(found, null, answer)
  const { function: ref, verb } = functionOf(answer.code)
  const refusal = special.refusal ?? controlRefusal(answer)
  const operation = {
    ...operationOf(found, answer, answer, special.object || objectOf(answer), refusal),
    verb: answer.headers[0]?.group === FILE ? 'file' : isSecure(answer) ? 'authenticate' : verb,
    function: ref,
  } as const
  return { operation, claims: found.claims, repeatable: false }
}

const isSecure = (fragment: Fragment): boolean => isChallenge(fragment) || fragment.headers[0]?.group === AUTHENTICATION
