// JSON Canonicalization Scheme: RFC 8785. One text for one value, so that its hash can be checked anywhere.

/** Deeper values are refused: nothing in a record is. */
export const MAX_DEPTH = 64

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/** Something that JSON cannot say: a mistake in the program, not in the data. */
export class NotCanonical extends Error {}

/** Members that are undefined are left out, as JSON does. Throws `NotCanonical`. */
export const canonical = (value: unknown): string => write(value, 0)

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotCanonical(`A value in a record is nested more than ${MAX_DEPTH} deep.`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return writeNumber(value)
  if (typeof value === 'string') return writeString(value)
  if (Array.isArray(value)) return `[${value.map(each => write(each, depth + 1)).join(',')}]`
  if (typeof value === 'object') return writeObject(value, depth)
  throw new NotCanonical(`JSON has no ${typeof value}.`)
}

/** 3.2.2.3: as ECMAScript writes numbers. */
function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new NotCanonical(`JSON has no number ${value}.`)
  return JSON.stringify(value)
}

/** 3.2.2.2: as ECMAScript writes strings; half a surrogate pair is no text. */
function writeString(value: string): string {
  if (!value.isWellFormed()) throw new NotCanonical('A text in a record has half a surrogate pair.')
  return JSON.stringify(value)
}

/** 3.2.3: by name, in the order of UTF-16 code units. */
function writeObject(value: object, depth: number): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${members.map(([name, member]) => `${writeString(name)}:${write(member, depth + 1)}`).join(',')}}`
}
