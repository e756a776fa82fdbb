// What commands of SMB 2 and 3 mean: [MS-SMB2] 2.2.3 to 2.2.40. Offsets count from the start of the header.
import type { Claim, Operation, Verb } from '@nautilus/model'
import { utf16 } from '../carriers/unicode.ts'
import type { Pdu2 } from './message.ts'
import {
  command2,
  controls,
  createActions,
  dispositions,
  fileClasses,
  infoTypes,
  shareTypes,
  volumeClasses,
} from './names.ts'
import { callName, callVerb, interfaceName, readRpc } from './pipes.ts'
import {
  type Detail,
  front,
  negotiateReply,
  negotiateRequest,
  readerAt,
  setupReply,
  setupRequest,
  slice,
} from './setup.ts'
import {
  contentOf,
  type Handle,
  handleAt,
  isPipeShare,
  keyAt,
  pathIn,
  rememberHandle,
  rememberTree,
  type State,
} from './state.ts'
import { isError, statusRef } from './status.ts'

/** Null `verb`: what was said already, or tells nothing. */
export type Sense = { verb: Verb | null; object: string; detail?: Detail; claims?: readonly Claim[] }
type Pair = {
  readonly request: Pdu2 | null
  readonly reply: Pdu2 | null
  readonly state: State
  readonly done: boolean
}
type Reading = (pair: Pair) => Sense

const u16 = (raw: Uint8Array, at: number): number => readerAt(raw, at).u16le()
const u32 = (raw: Uint8Array, at: number): number => readerAt(raw, at).u32le()
const text = (raw: Uint8Array, at: number): string => utf16(slice(raw, u16(raw, at), u16(raw, at + 2)), 512)

const negotiate: Reading = ({ request, reply, done }) => {
  const asked = request ? negotiateRequest(request) : null
  const told = reply && done ? negotiateReply(reply) : null
  return {
    verb: 'connect',
    object: '',
    detail: { ...asked?.detail, ...told?.detail },
    claims: [...(asked?.claims ?? []), ...(told?.claims ?? [])],
  }
}

const sessionSetup: Reading = ({ request, reply }) => {
  const asked = request ? setupRequest(request) : null
  const told = reply ? setupReply(reply) : null
  return {
    verb: 'authenticate',
    object: asked?.object ?? '',
    detail: { ...told?.detail, ...asked?.detail, ...(told?.detail.session ? { session: told.detail.session } : {}) },
    claims: [...(asked?.claims ?? []), ...(told?.claims ?? [])],
  }
}

const treeConnect: Reading = ({ request, reply, state, done }) => {
  const share = request ? text(request.raw, 68) : ''
  if (reply && done && share !== '') rememberTree(state, reply.tree, share)
  const type = reply && done ? shareTypes[reply.raw[66] ?? 0] : undefined
  return { verb: 'connect', object: share, ...(type ? { detail: { share: type } } : {}) }
}

const treeDisconnect: Reading = ({ request, state }) => {
  const share = request ? (state.trees.get(request.tree) ?? '') : ''
  if (request) state.trees.delete(request.tree)
  return { verb: 'connect', object: share }
}

const connecting: Reading = () => ({ verb: 'connect', object: '' })

const WRITING = 0x0000_0002 | 0x0000_0004 | 0x4000_0000 | 0x1000_0000 // write, append, generic write, all
const DELETING = 0x0001_0000
const DELETE_ON_CLOSE = 0x1000

const create: Reading = ({ request, reply, state, done }) => {
  if (!request) return { verb: 'file', object: '' }
  const { raw, tree } = request
  const name = text(raw, 108)
  const pipe = isPipeShare(state.trees.get(tree) ?? '')
  const path = pathIn(state, tree, name)
  if (reply && done) rememberHandle(state, keyAt(reply.raw, 128), path, pipe)
  const access = u32(raw, 88)
  const detail: Detail = {
    access: (access & WRITING) !== 0 ? 'write' : (access & DELETING) !== 0 ? 'delete' : 'read',
    disposition: dispositions[u32(raw, 100)] ?? `${u32(raw, 100)}`,
  }
  const action = reply && done ? createActions[u32(reply.raw, 68)] : undefined
  if (action) detail.result = action
  if (pipe) detail.pipe = name
  return { verb: (u32(raw, 104) & DELETE_ON_CLOSE) !== 0 ? 'delete' : 'file', object: path, detail }
}

const close: Reading = ({ request, state, done }) => {
  const handle = request && handleAt(state, request.raw, 72)
  if (request && done) state.handles.delete(keyAt(request.raw, 72))
  return { verb: 'connect', object: handle?.name ?? '' }
}

/** DCE/RPC in what is written to a pipe. */
export function rpcSense(handle: Handle | null, data: Uint8Array): Sense | null {
  const rpc = readRpc(data)
  if (!rpc) return null
  const object = handle?.name ?? ''
  if (rpc.kind === 'bind') {
    if (handle) handle.bound = rpc.interface
    return { verb: 'connect', object, detail: { bind: interfaceName(rpc.interface) } }
  }
  const bound = handle?.bound ?? 0
  const told: Detail = bound === 0 ? {} : { interface: interfaceName(bound) }
  return { verb: callVerb(bound, rpc.number), object, detail: { ...told, call: callName(bound, rpc.number) } }
}

/** What is read of a pipe answers what was written; of a file the first reading is told. */
const read: Reading = ({ request, reply, state, done }) => {
  const handle = request && handleAt(state, request.raw, 80)
  const data = reply && done ? front(reply.raw, reply.raw[66] ?? 0, u32(reply.raw, 68)) : none
  const content = request ? contentOf(handle, offsetAt(request.raw), data) : null
  if (handle?.pipe || (handle?.read && content === null)) return { verb: null, object: handle.name }
  if (handle) handle.read = true
  return { verb: 'file', object: handle?.name ?? '', detail: { access: 'read', ...(content ? { content } : {}) } }
}

const none = new Uint8Array()
/** Where in the file a read or write begins. */
const offsetAt = (raw: Uint8Array): number => u32(raw, 72) + u32(raw, 76) * 2 ** 32

const write: Reading = ({ request, state }) => {
  const handle = request && handleAt(state, request.raw, 80)
  const data = request ? slice(request.raw, u16(request.raw, 66), u32(request.raw, 68)) : new Uint8Array()
  const rpc = rpcSense(handle, data)
  if (rpc) return rpc
  const held = request ? front(request.raw, u16(request.raw, 66), u32(request.raw, 68)) : none
  const content = request ? contentOf(handle, offsetAt(request.raw), held) : null
  if (handle?.written && content === null) return { verb: null, object: handle.name }
  if (handle) handle.written = true
  return { verb: 'file', object: handle?.name ?? '', detail: { access: 'write', ...(content ? { content } : {}) } }
}

const PIPE_TRANSCEIVE = 0x0011c017
const DFS_REFERRALS: readonly number[] = [0x00060194, 0x000601b0, 0x001401fc]
const VALIDATE = 0x00140204

const ioctl: Reading = ({ request, state }) => {
  if (!request) return { verb: 'other', object: '' }
  const { raw } = request
  const code = u32(raw, 68)
  const handle = handleAt(state, raw, 72)
  const rpc = code === PIPE_TRANSCEIVE ? rpcSense(handle, slice(raw, u32(raw, 88), u32(raw, 92))) : null
  if (rpc) return rpc
  const control = controls[code] ?? `0x${code.toString(16).padStart(8, '0')}`
  const verb = DFS_REFERRALS.includes(code) ? 'discover' : code === VALIDATE ? 'connect' : 'other'
  return { verb, object: handle?.name ?? '', detail: { control } }
}

const queryDirectory: Reading = ({ request, state }) => {
  const handle = request && handleAt(state, request.raw, 72)
  const pattern = request ? text(request.raw, 88) : ''
  const path = handle?.name ?? ''
  return { verb: 'file', object: path === '' ? pattern : `${path}\\${pattern}`, detail: { access: 'list' } }
}

const watching: Reading = ({ request, state }) => ({
  verb: 'subscribe',
  object: (request && handleAt(state, request.raw, 72)?.name) ?? '',
})

const classOf = (type: number, number: number): string => {
  const names = type === 1 ? fileClasses : type === 2 ? volumeClasses : {}
  return `${infoTypes[type] ?? type} ${names[number] ?? (number === 0 ? '' : number)}`.trimEnd()
}

const queryInfo: Reading = ({ request, state }) => {
  if (!request) return { verb: 'read', object: '' }
  const { raw } = request
  const information = classOf(raw[66] ?? 0, raw[67] ?? 0)
  return { verb: 'read', object: handleAt(state, raw, 88)?.name ?? '', detail: { information } }
}

const RENAME: readonly number[] = [10, 65]
const DISPOSITION: readonly number[] = [13, 64]

const setInfo: Reading = ({ request, state }) => {
  if (!request) return { verb: 'file', object: '' }
  const { raw } = request
  const [type, number] = [raw[66] ?? 0, raw[67] ?? 0]
  const object = handleAt(state, raw, 80)?.name ?? ''
  const buffer = slice(raw, u16(raw, 72), u32(raw, 68))
  const detail: Detail = { information: classOf(type, number) }
  if (type === 1 && RENAME.includes(number)) {
    const to = utf16(slice(buffer, 20, u32(buffer, 16)), 512)
    return { verb: 'file', object, detail: { ...detail, to } }
  }
  if (type === 1 && DISPOSITION.includes(number) && ((buffer[0] ?? 0) & 1) !== 0)
    return { verb: 'delete', object, detail }
  return { verb: type === 3 ? 'configure' : 'file', object, detail }
}

const onHandle: Reading = ({ request, state }) => ({
  verb: 'file',
  object: (request && handleAt(state, request.raw, 72)?.name) ?? '',
})

const silence: Reading = () => ({ verb: null, object: '' })

/** By command, [MS-SMB2] 2.2.1.1. */
const readings: readonly Reading[] = [
  negotiate,
  sessionSetup,
  connecting, // logoff
  treeConnect,
  treeDisconnect,
  create,
  close,
  onHandle, // flush
  read,
  write,
  onHandle, // lock
  ioctl,
  silence, // cancel
  connecting, // echo
  queryDirectory,
  watching,
  queryInfo,
  setInfo,
  silence, // oplock break
  silence, // notification
]
const other: Reading = () => ({ verb: 'other', object: '' })

/** One command with its answer. */
export function senseOf(request: Pdu2 | null, reply: Pdu2 | null, state: State): Sense {
  const reading = readings[(request ?? reply)!.command] ?? other
  return reading({ request, reply, state, done: reply !== null && !isError(reply.status) })
}

export function operationOf(sense: Sense, request: Pdu2 | null, reply: Pdu2 | null): Operation | null {
  if (sense.verb === null) return null
  const refused = reply !== null && isError(reply.status)
  return {
    verb: sense.verb,
    function: command2((request ?? reply)!.command),
    object: sense.object,
    items: [],
    outcome: reply === null ? 'no-reply' : refused ? 'refused' : 'ok',
    ...(refused ? { refusal: statusRef(reply.status) } : {}),
    ...(sense.detail ? { detail: sense.detail } : {}),
  }
}
