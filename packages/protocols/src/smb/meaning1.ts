// What commands of SMB 1 mean: [MS-CIFS] 2.2.4. A chain (AndX) is several operations.
import type { Claim, FunctionRef, Operation } from '@nautilus/model'
import { terminated, utf16 } from '../carriers/unicode.ts'
import type { Meaning } from '../dissector.ts'
import { rpcSense, type Sense } from './meaning2.ts'
import type { Block1, Smb1 } from './message.ts'
import { command1, createActions, dispositions, ntTransactions, transactions2 } from './names.ts'
import { type Detail, front, readerAt, slice } from './setup.ts'
import { isWide, negotiate1, setup1, textsOf, treeConnect1 } from './setup1.ts'
import {
  contentOf,
  isPipeShare,
  pathIn,
  rememberHandle,
  rememberTransaction,
  rememberTree,
  type State,
} from './state.ts'
import { isError, NOT_IMPLEMENTED, oldStatusRef, statusRef } from './status.ts'

type Pair = {
  readonly request: Smb1 | null
  readonly reply: Smb1 | null
  readonly asked: Block1 | null
  readonly answer: Block1 | null
  readonly state: State
  readonly done: boolean
}
type Reading = (pair: Pair) => Sense

const NT_STATUS = 0x4000 // flags2
const u16 = (bytes: Uint8Array, at: number): number => readerAt(bytes, at).u16le()
const u32 = (bytes: Uint8Array, at: number): number => readerAt(bytes, at).u32le()
/** Handles of SMB 1 are of 16 bits: apart from those of SMB 2, which are longer. */
const keyOf = (file: number): string => `1:${file}`

const handleOf = ({ asked, state }: Pair, at: number) =>
  (asked && state.handles.get(keyOf(u16(asked.words, at)))) ?? null

/** A path behind its format byte 4, in the commands that have one or two. */
function formatted({ request, asked, state }: Pair): string[] {
  if (!request || !asked) return []
  const paths: string[] = []
  let at = 0
  while (at < asked.data.length && paths.length < 2) {
    if (asked.data[at] !== 4) break
    const wide = isWide(request)
    const start = at + 1 + (wide ? (asked.dataAt + at + 1) & 1 : 0)
    const found = terminated(asked.data, start, wide)
    paths.push(pathIn(state, request.tree, found.text))
    at = found.next
  }
  return paths
}

const treeConnect: Reading = ({ request, reply, asked, answer, state, done }) => {
  if (!request || !asked) return { verb: 'connect', object: '' }
  const { path, service } = treeConnect1(request, asked)
  if (reply && answer && done) rememberTree(state, reply.tree, path)
  return { verb: 'connect', object: path, ...(service === '' ? {} : { detail: { service } }) }
}

const treeDisconnect: Reading = ({ request, state }) => {
  const object = request ? (state.trees.get(request.tree) ?? '') : ''
  if (request) state.trees.delete(request.tree)
  return { verb: 'connect', object }
}

/** NT create ([MS-CIFS] 2.2.4.64): the handle that comes back stands for the name. */
const create: Reading = ({ request, asked, answer, state, done }) => {
  if (!request || !asked) return { verb: 'file', object: '' }
  const { words } = asked
  const name = textsOf(asked, 0, isWide(request), 1)[0] ?? ''
  const pipe = isPipeShare(state.trees.get(request.tree) ?? '')
  const path = pathIn(state, request.tree, name)
  if (answer && done) rememberHandle(state, keyOf(u16(answer.words, 5)), path, pipe)
  const access = u32(words, 15)
  const detail: Detail = {
    access: (access & 0x5000_0006) !== 0 ? 'write' : (access & 0x0001_0000) !== 0 ? 'delete' : 'read',
    disposition: dispositions[u32(words, 35)] ?? `${u32(words, 35)}`,
  }
  const action = answer && done ? createActions[u32(answer.words, 7)] : undefined
  if (action) detail.result = action
  if (pipe) detail.pipe = name
  return { verb: (u32(words, 39) & 0x1000) !== 0 ? 'delete' : 'file', object: path, detail }
}

const open: Reading = ({ request, asked, answer, state, done }) => {
  if (!request || !asked) return { verb: 'file', object: '' }
  const path = pathIn(state, request.tree, textsOf(asked, 0, isWide(request), 1)[0] ?? '')
  const pipe = isPipeShare(state.trees.get(request.tree) ?? '')
  if (answer && done) rememberHandle(state, keyOf(u16(answer.words, 4)), path, pipe)
  return { verb: 'file', object: path, detail: { access: (u16(asked.words, 6) & 7) === 0 ? 'read' : 'write' } }
}

const close: Reading = pair => {
  const handle = handleOf(pair, 0)
  if (pair.asked) pair.state.handles.delete(keyOf(u16(pair.asked.words, 0)))
  return { verb: 'connect', object: handle?.name ?? '' }
}

/** The offset lies behind the handle in commands that are chained, behind a count in those that are not. */
const offsetOf = ({ asked }: Pair, at: number): number => (asked ? u32(asked.words, at === 4 ? 6 : 4) : -1)

const readAt =
  (at: number): Reading =>
  pair => {
    const handle = handleOf(pair, at)
    const { reply, answer, done } = pair
    const data =
      reply && answer && done && at === 4 ? front(reply.raw, u16(answer.words, 12), u16(answer.words, 10)) : none
    const content = contentOf(handle, offsetOf(pair, at), data)
    if (handle?.pipe || (handle?.read && content === null)) return { verb: null, object: handle.name }
    if (handle) handle.read = true
    return { verb: 'file', object: handle?.name ?? '', detail: { access: 'read', ...(content ? { content } : {}) } }
  }

const none = new Uint8Array()

/** What a write of a chained command carries; of the others the place differs, and they are as good as gone. */
const writtenBy = ({ request, asked }: Pair, at: number): Uint8Array =>
  request && asked && at === 4 ? front(request.raw, u16(asked.words, 22), u16(asked.words, 20)) : none

const writeAt =
  (at: number): Reading =>
  pair => {
    const handle = handleOf(pair, at)
    const data = writtenBy(pair, at)
    const rpc = rpcSense(handle, data)
    if (rpc) return rpc
    const content = contentOf(handle, offsetOf(pair, at), data)
    if (handle?.written && content === null) return { verb: null, object: handle.name }
    if (handle) handle.written = true
    return { verb: 'file', object: handle?.name ?? '', detail: { access: 'write', ...(content ? { content } : {}) } }
  }

const named =
  (verb: 'file' | 'delete' | 'read', access: string): Reading =>
  pair => {
    const [object = '', to] = formatted(pair)
    return { verb, object, detail: { access, ...(to === undefined ? {} : { to }) } }
  }

const TRANSACT_PIPE = 0x26
const PEEK_PIPE = 0x23
const SET_UP = 28

const LANMAN = '\\PIPE\\LANMAN'
const MAIL_SLOT = '\\MAILSLOT\\'

/** Transactions on pipes and mail slots, [MS-CIFS] 2.2.4.33: the name, or the handle and a DCE/RPC call. */
const transaction: Reading = ({ request, asked, state }) => {
  if (!request || !asked) return { verb: 'call', object: '' }
  const { words } = asked
  const handle = state.handles.get(keyOf(u16(words, SET_UP + 2))) ?? null
  const setup = u16(words, SET_UP)
  const data = slice(request.raw, u16(words, 24), u16(words, 22))
  const rpc = (words[26] ?? 0) > 0 && setup === TRANSACT_PIPE ? rpcSense(handle, data) : null
  if (rpc) return rpc
  // Nobody has opened what has the handle 0.
  if ((words[26] ?? 0) > 1 && setup === PEEK_PIPE && handle === null && u16(words, SET_UP + 2) === 0)
    return { verb: 'diagnose', object: '', detail: { subcommand: 'peek named pipe', handle: 'none' } }
  const name = textsOf(asked, 0, isWide(request), 1)[0] ?? ''
  // LANMAN ([MS-RAP]) lists servers and shares; what goes to a mail slot is not answered.
  const verb = name.startsWith(MAIL_SLOT) ? 'report' : name === LANMAN ? 'discover' : 'call'
  return { verb, object: handle?.name ?? pathIn(state, request.tree, name) }
}

/** Where the file name starts in the parameters of a sub-command of TRANSACTION2; -1 where there is none. */
const nameStarts: Readonly<Record<number, number>> = { 0: 28, 1: 12, 2: 12, 5: 6, 6: 6, 13: 4, 16: 2 }
const LISTS: readonly number[] = [1, 2]
const SETS: readonly number[] = [4, 6, 8, 13]

const SESSION_SETUP = 14 // reserved: nobody implements it, [MS-CIFS] 2.2.6.15
const multiplexOf = ({ pair }: Smb1): number => pair % 65536

const transaction2: Reading = ({ request, reply, asked, state }) => {
  if (!request || !asked) {
    // An answer under a number that nothing was asked by, saying that it cannot be answered.
    const strange = reply && reply.status === NOT_IMPLEMENTED
    return { verb: 'read', object: '', ...(strange ? { detail: { multiplex: multiplexOf(reply) } } : {}) }
  }
  const { words } = asked
  const kind = u16(words, SET_UP)
  if (kind === SESSION_SETUP)
    return { verb: 'other', object: '', detail: { subcommand: 'session setup', multiplex: multiplexOf(request) } }
  const parameters = slice(request.raw, u16(words, 20), u16(words, 18))
  const start = nameStarts[kind]
  const rest = start === undefined ? parameters.subarray(0, 0) : parameters.subarray(start)
  const name = isWide(request) ? utf16(rest, 512) : terminated(rest, 0, false).text
  const subcommand = transactions2[kind] || `${kind}`
  const verb = LISTS.includes(kind) || SETS.includes(kind) ? 'file' : kind === 16 ? 'discover' : 'read'
  return { verb, object: kind === 16 ? name : pathIn(state, request.tree, name), detail: { subcommand } }
}

/** Most bytes of data that a transaction of SMB 1 has a use for. */
const MOST_DATA = 0xffff

const ntTransaction: Reading = ({ request, asked, state }) => {
  const kind = asked ? u16(asked.words, 36) : 0
  if (request) rememberTransaction(state, request.pair)
  const verb = kind === 4 ? 'subscribe' : kind === 6 || kind === 7 ? 'read' : kind === 3 ? 'configure' : 'other'
  if (!asked) return { verb, object: '' }
  const declared = u32(asked.words, 7)
  const detail: Detail = { subcommand: ntTransactions[kind] || `${kind}` }
  if (declared > MOST_DATA) detail.declared = declared
  return { verb, object: '', detail }
}

/** A further part of a transaction: of one kind it goes on as that kind, [MS-CIFS] 2.2.4.47.1. */
const secondary2: Reading = ({ request, state }) => ({
  verb: 'other',
  object: '',
  ...(request && state.transactions.has(request.pair) ? { detail: { begun: 'NT transaction' } } : {}),
})

const connecting: Reading = () => ({ verb: 'connect', object: '' })
const quiet: Reading = () => ({ verb: 'read', object: '' })
const silence: Reading = () => ({ verb: null, object: '' })
const other: Reading = () => ({ verb: 'other', object: '' })
const negotiation: Reading = ({ asked, answer }) => negotiate1(asked, answer)
const setup: Reading = ({ request, asked, reply, answer }) => setup1(request, asked, reply, answer)

const readings: Readonly<Record<number, Reading>> = {
  0x00: named('file', 'create directory'),
  0x01: named('delete', 'delete directory'),
  0x04: close,
  0x06: named('delete', 'delete'),
  0x07: named('file', 'rename'),
  0x08: named('read', 'attributes'),
  0x0a: readAt(0),
  0x0b: writeAt(0),
  0x10: named('read', 'check'),
  0x25: transaction,
  0x2b: connecting,
  0x2d: open,
  0x2e: readAt(4),
  0x2f: writeAt(4),
  0x32: transaction2,
  0x33: secondary2,
  0x34: silence,
  0x71: treeDisconnect,
  0x72: negotiation,
  0x73: setup,
  0x74: connecting,
  0x75: treeConnect,
  0x80: quiet,
  0xa0: ntTransaction,
  0xa2: create,
  0xa4: silence,
}

/** A reply tells how the whole chain ended, and its blocks stand for the first commands of it. */
export function meaning1(request: Smb1 | null, reply: Smb1 | null, state: State): Meaning {
  const refusal = reply ? refusalOf(reply) : null
  const ended = endOf(reply, refusal)
  const operations: Operation[] = []
  const claims: Claim[] = []
  const blocks = request?.blocks ?? reply?.blocks ?? []
  for (const [index, { command }] of blocks.entries()) {
    const sense = senseOf(request, reply, index, command, state)
    if (sense.claims) claims.push(...sense.claims)
    if (sense.verb === null) continue
    const { verb, object, detail } = sense
    operations.push({ verb, function: command1(command), object, items: [], ...ended, ...(detail ? { detail } : {}) })
  }
  const [operation, ...more] = operations
  return { operation: operation ?? null, claims, repeatable: false, ...(more.length > 0 ? { more } : {}) }
}

const endOf = (reply: Smb1 | null, refusal: FunctionRef | null) =>
  refusal ? ({ outcome: 'refused', refusal } as const) : ({ outcome: reply ? 'ok' : 'no-reply' } as const)

function senseOf(request: Smb1 | null, reply: Smb1 | null, index: number, command: number, state: State): Sense {
  const asked = request?.blocks[index] ?? null
  const found = reply?.blocks[index]
  const answer = found?.command === command ? found : null
  const done = reply !== null && refusalOf(reply) === null
  return (readings[command] ?? other)({ request, reply, asked, answer, state, done })
}

/** NT status, or class and code of the older kind; null when it went well. */
export function refusalOf({ status, flags2, reply }: Smb1): FunctionRef | null {
  if (!reply) return null
  if ((flags2 & NT_STATUS) !== 0) return isError(status) ? statusRef(status) : null
  return (status & 0xff) !== 0 ? oldStatusRef(status) : null
}
