// Messages of RTSP and SIP, in the format of RFC 822: a start line, headers, an empty line, and a body as long as a header
// says. RFC 2326 section 4, RFC 3261 section 7.
import { need } from '../dissector.ts'
import { narrow } from './unicode.ts'

export type Head = {
  /** The words of the start line: method, address, version; or version, status, reason. */
  readonly words: readonly [string, string, string]
  readonly headers: ReadonlyMap<string, string>
  /** Where the body starts, and how long it is. */
  readonly bodyAt: number
  readonly bodyLength: number
}

export const LONGEST_HEAD = 8192
const MAX_HEADERS = 64
const MAX_VALUE = 512
const [CR, LF] = [0x0d, 0x0a]

/** The head at the front: `need` while its empty line is not here, null when it is too long or its start line is none. */
export function readHead(bytes: Uint8Array): Head | { kind: 'need'; bytes: number } | null {
  const end = endOf(bytes)
  if (end < 0) return bytes.length >= LONGEST_HEAD ? null : need(bytes.length + 1)
  return headOf(lineTexts(bytes, end), end)
}

/** Behind the empty line; -1 while it is not here. */
function endOf(bytes: Uint8Array): number {
  const last = Math.min(bytes.length, LONGEST_HEAD) - 4
  for (let at = 0; at <= last; at++) {
    if (bytes[at + 3] === LF && bytes[at] === CR && bytes[at + 1] === LF && bytes[at + 2] === CR) return at + 4
  }
  return -1
}

function lineTexts(bytes: Uint8Array, end: number): string[] {
  const lines: string[] = []
  let start = 0
  for (let at = 0; at < end - 2 && lines.length <= MAX_HEADERS; at++) {
    if (bytes[at] !== CR || bytes[at + 1] !== LF) continue
    lines.push(narrow(bytes.subarray(start, at), MAX_VALUE))
    start = at + 2
  }
  return lines
}

function headOf(lines: readonly string[], bodyAt: number): Head | null {
  const start = lines[0] ?? ''
  const first = start.indexOf(' ')
  const second = start.indexOf(' ', first + 1)
  if (first <= 0) return null
  const words = [
    start.slice(0, first),
    start.slice(first + 1, second < 0 ? undefined : second),
    second < 0 ? '' : start.slice(second + 1),
  ] as const
  const headers = new Map<string, string>()
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    if (name !== '' && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  const length = Number(headers.get('content-length') ?? headers.get('l') ?? 0)
  return {
    words,
    headers,
    bodyAt,
    bodyLength: Number.isInteger(length) && length > 0 ? Math.min(length, 0x1000_0000) : 0,
  }
}

/** Whether the bytes are the front of one of these words, or begin with it. */
export const beginsWithAny = (bytes: Uint8Array, words: readonly string[]): 'yes' | 'cut' | 'no' => {
  let cut = false
  for (const word of words) {
    const length = Math.min(word.length, bytes.length)
    let same = 0
    while (same < length && bytes[same] === word.charCodeAt(same)) same++
    if (same === word.length) return 'yes'
    cut ||= same === length
  }
  return cut ? 'cut' : 'no'
}
