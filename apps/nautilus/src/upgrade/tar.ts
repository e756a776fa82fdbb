// A tar file as an index of where its files lie: nothing is unpacked before it is known to be signed. POSIX ustar
// (IEEE 1003.1, pax, "ustar Interchange Format"), of which plain files and folders alone.
import { readSync } from 'node:fs'
import { Refusal } from '../world.ts'

export type Place = { readonly offset: number; readonly size: number }

const BLOCK = 512
/** Files of one bundle. */
const MAX_BUNDLE_FILES = 20_000

/** By path. Throws a refusal that says what is wrong; `size`: bytes of the file that is open as `file`. */
export function tarIndex(file: number, size: number, name: string): Map<string, Place> {
  const found = new Map<string, Place>()
  const head = Buffer.alloc(BLOCK)
  for (let at = 0; ; ) {
    const entry = readSync(file, head, 0, BLOCK, at) < BLOCK ? 'it ends too early' : entryOf(head)
    if (entry === null) return found
    const fault = typeof entry === 'string' ? entry : faultIn(entry, found, size - at - BLOCK)
    if (typeof entry === 'string' || fault !== null)
      throw new Refusal(`${name} is no bundle that can be used: ${fault} (byte ${at}).`)
    if (!entry.isFolder) found.set(entry.path, { offset: at + BLOCK, size: entry.size })
    at += BLOCK + Math.ceil(entry.size / BLOCK) * BLOCK
  }
}

function faultIn({ path, size, isFolder }: Entry, found: ReadonlyMap<string, Place>, room: number): string | null {
  if (size > room) return `${path} ends too early`
  if (isFolder) return null
  if (found.has(path)) return `${path} is in it twice`
  return found.size >= MAX_BUNDLE_FILES ? `it has more than ${MAX_BUNDLE_FILES} files` : null
}

type Entry = { readonly path: string; readonly size: number; readonly isFolder: boolean }

/** Null at the end of the file; a sentence where the header is not one that we write. */
function entryOf(head: Buffer): Entry | string | null {
  if (head.every(byte => byte === 0)) return null
  if (head.toString('latin1', 257, 262) !== 'ustar') return 'it is no tar file'
  if (octal(head, 148, 8) !== sumOf(head)) return 'the sum of a header is wrong'
  const prefix = text(head, 345, 155)
  const path = `${prefix === '' ? '' : `${prefix}/`}${text(head, 0, 100)}`
  const size = octal(head, 124, 12)
  const kind = head[156]!
  const isFolder = kind === 0x35
  if (!isFolder && kind !== 0x30 && kind !== 0) return `${path} is neither a file nor a folder`
  if (!isOurs(isFolder ? path.replace(/\/$/, '') : path))
    return `it has a path that leads elsewhere, ${JSON.stringify(path)}`
  return Number.isSafeInteger(size) && size >= 0 ? { path, size, isFolder } : `${path} has no size`
}

const isOurs = (path: string): boolean =>
  /^[\w.@+~-]+(\/[\w.@+~-]+)*$/.test(path) && path.split('/').every(part => part !== '..' && part !== '.')

/** Of the header with spaces in the place of the sum. */
function sumOf(head: Buffer): number {
  let sum = 8 * 0x20
  for (let index = 0; index < BLOCK; index++) if (index < 148 || index >= 156) sum += head[index]!
  return sum
}

const text = (head: Buffer, at: number, length: number): string => {
  const part = head.subarray(at, at + length)
  const end = part.indexOf(0)
  return part.toString('utf8', 0, end < 0 ? length : end)
}

const octal = (head: Buffer, at: number, length: number): number => {
  const digits = text(head, at, length).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}
