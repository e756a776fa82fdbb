// What a session remembers: which share a tree number stands for, which file a handle stands for. Bounded.
import { kindOfFile } from '../carriers/content.ts'

export type Handle = {
  readonly name: string
  readonly pipe: boolean
  /** Reading and writing are told once for each opening: a copied file is thousands of messages. */
  read: boolean
  written: boolean
  /** Its contents were told to be of a kind. */
  told: boolean
  /** The DCE/RPC interface that was bound on a pipe; 0 before. */
  bound: number
}

const MAX_TREES = 256
const MAX_HANDLES = 4096

export type State = {
  readonly trees: Map<number, string>
  readonly handles: Map<string, Handle>
  /** Numbers of NT transactions of SMB 1 whose parts may follow. */
  readonly transactions: Set<number>
  /** Of the latest create inside the compound at hand, which later parts refer to. */
  latest: Handle | null
}

export const newState = (): State => ({ trees: new Map(), handles: new Map(), transactions: new Set(), latest: null })

function remember<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key)
  if (map.size >= most) map.delete(map.keys().next().value!)
  map.set(key, value)
}

export const rememberTree = (state: State, tree: number, share: string): void =>
  remember(state.trees, tree, share, MAX_TREES)

/** The oldest gives way. */
export function rememberTransaction({ transactions }: State, pair: number): void {
  if (transactions.size >= MAX_TREES) transactions.delete(transactions.values().next().value!)
  transactions.add(pair)
}

export function rememberHandle(state: State, key: string, name: string, pipe: boolean): Handle {
  const handle: Handle = { name, pipe, read: false, written: false, told: false, bound: 0 }
  remember(state.handles, key, handle, MAX_HANDLES)
  state.latest = handle
  return handle
}

/** A file identifier as a key: its characters stand for its bytes, two at a time. */
export function keyAt(raw: Uint8Array, at: number): string {
  let key = ''
  for (let i = at; i < at + 16; i += 2) key += String.fromCharCode((raw[i] ?? 0) | ((raw[i + 1] ?? 0) << 8))
  return key
}

/** A file identifier of all ones is that of the create before it in the same compound, [MS-SMB2] 3.3.5.2.7.2. */
const RELATED = '\uffff'.repeat(8)

export function handleAt(state: State, raw: Uint8Array, at: number): Handle | null {
  const key = keyAt(raw, at)
  return key === RELATED ? state.latest : (state.handles.get(key) ?? null)
}

/** `\\server\share` and the path inside it. */
export function pathIn(state: State, tree: number, name: string): string {
  const share = state.trees.get(tree) ?? ''
  if (name === '') return share
  const path = name.startsWith('\\') ? name : `\\${name}`
  return share === '' ? path.slice(1) : share + path
}

/** The share of inter-process communication: what is opened on it is a named pipe. */
export const isPipeShare = (share: string): boolean => /\\IPC\$$/i.test(share)

/** What a file is by the bytes at its start; null elsewhere in it, and when it was told before. */
export function contentOf(handle: Handle | null, offset: number, data: Uint8Array): string | null {
  const content = offset === 0 && handle?.told !== true && handle?.pipe !== true ? kindOfFile(data) : null
  if (content !== null && handle) handle.told = true
  return content
}
