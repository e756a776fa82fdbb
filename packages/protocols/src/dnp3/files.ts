// DNP3 file transfer: IEEE 1815-2012, A.25 (group 70) and 5.4.
import type { Claim, FunctionRef } from '@nautilus/model'
import { hexNumber, printable, type Reader } from '../reader.ts'
import type { Fragment } from './message.ts'
import { sizedObject } from './sized.ts'

export const FILE = 70
const MAX_HANDLES = 32
const LAST = 0x80000000
const modes = ['delete or inform', 'read', 'write', 'append']

const statuses: Readonly<Record<number, string>> = {
  1: 'permission denied',
  2: 'invalid mode',
  3: 'file not found',
  4: 'file locked',
  5: 'too many open',
  6: 'invalid handle',
  7: 'write block size',
  8: 'communication lost',
  9: 'cannot abort',
  16: 'not opened',
  17: 'handle expired',
  18: 'buffer overrun',
  19: 'fatal',
  20: 'block sequence',
  255: 'undefined',
}

/** Names of open files by outstation and handle. */
export type Files = Map<string, string>
export type FileFact = {
  name: string
  refusal: FunctionRef | null
  detail: Record<string, string | number>
  claims: Claim[]
  handle: number
}

const fact = (): FileFact => ({ name: '', refusal: null, detail: {}, claims: [], handle: -1 })
const nameAt = (object: Reader, length: number): string => printable(object.take(Math.min(length, object.left)), 128)

function refusalOf(status: number): FunctionRef | null {
  return status === 0 ? null : { code: String(status), name: statuses[status] ?? 'unknown file status' }
}

/** What the file object of a fragment says; null when it has none. */
export function fileFact(fragment: Fragment | null): FileFact | null {
  const found = fragment && sizedObject(fragment, FILE)
  if (!found) return null
  const { variation, object } = found
  const told = fact()
  readers[variation]?.(object, told, fragment)
  if (!object.short) return told
  return { ...fact(), name: told.name }
}

type Read = (object: Reader, told: FileFact, fragment: Fragment) => void

const readers: Readonly<Record<number, Read>> = {
  2: authentication,
  3: command,
  4: commandStatus,
  5: transport,
  6: transportStatus,
  7: descriptor,
  8: (object, told) => {
    told.name = nameAt(object, object.left)
  },
}

function authentication(object: Reader, told: FileFact, { from }: Fragment): void {
  object.skip(2)
  const length = object.u16le()
  object.skip(2)
  const secret = object.u16le()
  object.skip(4)
  const user = nameAt(object, length)
  if (user === '' || object.short) return
  told.detail.user = user
  told.claims.push({ about: from, attribute: 'user', value: user, confidence: 0.9 })
  if (secret > 0) {
    told.claims.push({ about: from, attribute: 'credential', value: `DNP3 file password of ${user}`, confidence: 1 })
  }
}

function command(object: Reader, told: FileFact): void {
  object.skip(2)
  const length = object.u16le()
  object.skip(6 + 2 + 4)
  const size = object.u32le()
  const mode = object.u16le()
  object.skip(4)
  told.name = nameAt(object, length)
  told.detail.mode = modes[mode] ?? `mode ${mode}`
  if (mode >= 2) told.detail.size = size
}

function commandStatus(object: Reader, told: FileFact): void {
  told.handle = object.u32le()
  const size = object.u32le()
  object.skip(4)
  // A close is asked for with the same object, and says nothing of a status.
  const status = object.left > 0 ? object.u8() : 0
  told.refusal = refusalOf(status)
  if (size > 0) told.detail.size = size
}

function transport(object: Reader, told: FileFact): void {
  told.handle = object.u32le()
  const block = object.u32le()
  told.detail.block = block & ~LAST
  if ((block & LAST) !== 0) told.detail.last = 1
  if (object.left > 0) told.detail.bytes = object.left
}

function transportStatus(object: Reader, told: FileFact): void {
  told.handle = object.u32le()
  const block = object.u32le()
  told.detail.block = block & ~LAST
  told.refusal = refusalOf(object.u8())
}

function descriptor(object: Reader, told: FileFact): void {
  object.skip(2)
  const length = object.u16le()
  const type = object.u16le()
  const size = object.u32le()
  object.skip(6 + 2 + 2)
  told.name = nameAt(object, length)
  Object.assign(told.detail, { type: type === 0 ? 'directory' : 'file', size })
}

/** The file that a request and its reply are about. Remembers which name a handle stands for. */
export function fileName(files: Files, outstation: number, asked: FileFact | null, answer: FileFact | null): string {
  const handle = asked && asked.handle >= 0 ? asked.handle : (answer?.handle ?? -1)
  const key = `${outstation}/${handle}`
  const name = asked?.name || answer?.name || files.get(key) || ''
  if (name !== '' && handle > 0 && !files.has(key)) {
    const [oldest] = files.keys()
    if (files.size >= MAX_HANDLES && oldest !== undefined) files.delete(oldest)
    files.set(key, name)
  }
  return name || (handle >= 0 ? `handle ${hexNumber(handle, 8)}` : '')
}
