// A DNS message: RFC 1035, 4. Shared by DNS, mDNS (RFC 6762), LLMNR (RFC 4795) and NetBIOS names (RFC 1002, 4.2).
import { readName } from './names.ts'

export type Question = { readonly name: string; readonly type: number; readonly class: number }

/** `at` and `length` are those of the data. A pointer inside the data points into the whole message. */
export type DnsRecord = Question & {
  readonly section: 0 | 1 | 2 // answer, authority, additional
  readonly life: number
  readonly at: number
  readonly length: number
}

export type Fault = { readonly what: 'cut' | 'name' | 'trailing-bytes'; readonly at: number }

export type Dns = {
  readonly id: number
  readonly response: boolean
  readonly opcode: number
  readonly flags: number
  readonly rcode: number
  readonly questions: readonly Question[]
  readonly records: readonly DnsRecord[]
  /** The message's own bytes, which the data of the records are read from. */
  readonly bytes: Uint8Array
  readonly fault: Fault | null
}

export const HEAD = 12
/** More questions or records than this are passed over. */
const MAX_ENTRIES = 128

export const AUTHORITATIVE = 0x0400
export const RECURSION_DESIRED = 0x0100
export const RECURSION_AVAILABLE = 0x0080

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!

type Cursor = { at: number; fault: Fault | null }

/** Reads a whole message of at least twelve bytes. */
export function readDns(bytes: Uint8Array): Dns {
  const flags = word(bytes, 2)
  const cursor: Cursor = { at: HEAD, fault: null }
  const questions = readQuestions(bytes, word(bytes, 4), cursor)
  const records: DnsRecord[] = []
  for (const section of [0, 1, 2] as const) readRecords(bytes, word(bytes, 6 + 2 * section), section, cursor, records)
  const full = questions.length + records.length >= MAX_ENTRIES
  if (cursor.fault === null && !full && cursor.at < bytes.length) {
    cursor.fault = { what: 'trailing-bytes', at: cursor.at }
  }
  return {
    id: word(bytes, 0),
    response: flags >= 0x8000,
    opcode: (flags >> 11) & 15,
    flags,
    rcode: flags & 15,
    questions,
    records,
    bytes,
    fault: cursor.fault,
  }
}

function readQuestions(bytes: Uint8Array, count: number, cursor: Cursor): Question[] {
  const questions: Question[] = []
  for (let i = 0; i < count && i < MAX_ENTRIES && cursor.fault === null; i++) {
    const name = nameAt(bytes, cursor, 4)
    if (name === null) break
    questions.push({ name, type: word(bytes, cursor.at), class: word(bytes, cursor.at + 2) })
    cursor.at += 4
  }
  return questions
}

/** A name with at least `behind` bytes after it; null, and the fault written down, when that is not there. */
function nameAt(bytes: Uint8Array, cursor: Cursor, behind: number): string | null {
  const start = cursor.at
  if (start >= bytes.length) {
    cursor.fault = { what: 'cut', at: bytes.length }
    return null
  }
  const { text, next } = readName(bytes, start)
  if (next < 0) cursor.fault = { what: 'name', at: start }
  else if (next + behind > bytes.length) cursor.fault = { what: 'cut', at: next }
  else cursor.at = next
  return cursor.fault === null ? text : null
}

function readRecords(bytes: Uint8Array, count: number, section: 0 | 1 | 2, cursor: Cursor, records: DnsRecord[]): void {
  for (let i = 0; i < count && records.length < MAX_ENTRIES && cursor.fault === null; i++) {
    const name = nameAt(bytes, cursor, 10)
    if (name === null) return
    const { at } = cursor
    const length = word(bytes, at + 8)
    if (at + 10 + length > bytes.length) {
      cursor.fault = { what: 'cut', at: at + 8 }
      return
    }
    const life = (word(bytes, at + 4) << 16) + word(bytes, at + 6)
    records.push({ section, name, type: word(bytes, at), class: word(bytes, at + 2), life, at: at + 10, length })
    cursor.at = at + 10 + length
  }
}
