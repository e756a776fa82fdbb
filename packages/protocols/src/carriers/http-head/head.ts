// The head of an HTTP/1.x message: RFC 9112, 2 to 5. A start line, fields, an empty line.

/** Fields by their lower-case names; of one that comes twice the first. Only those that somebody asked for are kept. */
export type Fields = Readonly<Record<string, string | undefined>>

export type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly target: string; readonly version: string }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string; readonly version: string }

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const COLON = 0x3a
/** No method is longer. */
const MAX_METHOD = 24
const MAX_FIELDS = 128
const MAX_VALUE = 512

/** Where the byte behind the empty line is, -1 when that has not come. Some end their lines with LF alone. */
export function endOfHead(bytes: Uint8Array, from = 0): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3
  }
  return -1
}

/** Latin-1, without blanks around it; control characters as a dot. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  let start = from
  let end = Math.min(to, from + MAX_VALUE)
  while (start < end && bytes[start]! <= SPACE) start++
  while (end > start && bytes[end - 1]! <= SPACE) end--
  let text = ''
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    text += byte < SPACE || (byte >= 0x7f && byte < 0xa0) ? '.' : String.fromCharCode(byte)
  }
  return text
}

export function readFields(bytes: Uint8Array, end: number, wanted: ReadonlySet<string>): Fields {
  const fields: Record<string, string> = Object.create(null)
  let at = bytes.indexOf(LF) + 1
  for (let count = 0; at > 0 && at < end && count < MAX_FIELDS; count++) {
    const next = bytes.indexOf(LF, at)
    if (next < 0 || next >= end) break
    const colon = bytes.indexOf(COLON, at)
    if (colon > at && colon < next) {
      const name = textOf(bytes, at, colon).toLowerCase()
      if (wanted.has(name) && fields[name] === undefined) fields[name] = textOf(bytes, colon + 1, next)
    }
    at = next + 1
  }
  return fields
}

/** The start line; null when it is none. `end` is behind its LF. */
export function readStartLine(bytes: Uint8Array): { line: StartLine; end: number } | null {
  const end = bytes.indexOf(LF) + 1
  if (end === 0) return null
  const line = isVersion(bytes, 0) ? responseLine(bytes, end) : requestLine(bytes, end)
  return line && { line, end }
}

/** `HTTP/1.` and a digit. */
export const isVersion = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x48 &&
  bytes[at + 1] === 0x54 &&
  bytes[at + 2] === 0x54 &&
  bytes[at + 3] === 0x50 &&
  bytes[at + 4] === 0x2f &&
  bytes[at + 5] === 0x31 &&
  bytes[at + 6] === 0x2e &&
  isDigit(bytes[at + 7])

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** RFC 9112, 4 */
function responseLine(bytes: Uint8Array, end: number): StartLine | null {
  if (bytes[8] !== SPACE || !isDigit(bytes[9]) || !isDigit(bytes[10]) || !isDigit(bytes[11])) return null
  const status = 100 * (bytes[9]! - 0x30) + 10 * (bytes[10]! - 0x30) + bytes[11]! - 0x30
  return { kind: 'response', status, reason: textOf(bytes, 12, end), version: textOf(bytes, 5, 8) }
}

/** Where a method ends: letters, `-` or `_`, and a blank. -1: this is none; 0: it is not over yet. */
export function endOfMethod(bytes: Uint8Array): number {
  const limit = Math.min(bytes.length, MAX_METHOD + 1)
  for (let at = 0; at < limit; at++) {
    const byte = bytes[at]!
    if (byte === SPACE) return at > 0 ? at : -1
    if ((byte < 0x41 || byte > 0x5a) && byte !== 0x2d && byte !== 0x5f) return -1
  }
  return limit > MAX_METHOD ? -1 : 0
}

/** RFC 9112, 3. A line whose version is missing or wrong is kept, with an empty version. */
function requestLine(bytes: Uint8Array, end: number): StartLine | null {
  const method = endOfMethod(bytes)
  if (method <= 0) return null
  const stop = end - (bytes[end - 2] === CR ? 2 : 1)
  const version = stop - 8
  const right = version > method && isVersion(bytes, version) && bytes[version - 1] === SPACE
  const last = right ? version - 1 : stop
  const target = last > method ? pathOf(bytes, method + 1, last) : ''
  const name = textOf(bytes, 0, method)
  return { kind: 'request', method: name, target, version: right ? textOf(bytes, version + 5, stop) : '' }
}

/** A start line that is right to the end. */
export function strictLine(bytes: Uint8Array): StartLine | null {
  const line = readStartLine(bytes)?.line
  return line && line.version !== '' ? line : null
}

const QUESTION = 0x3f

/** The target without what is asked of it: a query may hold anything, secrets too. */
function pathOf(bytes: Uint8Array, from: number, to: number): string {
  const query = bytes.indexOf(QUESTION, from)
  return textOf(bytes, from, query >= 0 && query < to ? query : to)
}
