// How a learned thing is written, read back and joined with another: said once for each field, so that the three agree.

export type Json = null | boolean | number | string | readonly Json[]

/** What cannot be read, as the end of a sentence: `count of devices[3] is no number`. */
export class Unreadable extends Error {}

export type Shape<T> = {
  write(value: T): Json
  /** Throws `Unreadable`. `where` names the place; empty: nobody wants to know, which is much quicker. */
  read(json: unknown, where: string): T
  /** May change and answer `a`; takes what `b` holds. */
  merge(a: T, b: T): T
}

const same = (value: number): Json => value

function numberOf(json: unknown, where: string): number {
  if (typeof json !== 'number' || !Number.isFinite(json)) throw new Unreadable(`${where} is no number`)
  return json
}

function countOf(json: unknown, where: string): number {
  const value = numberOf(json, where)
  if (!Number.isSafeInteger(value) || value < 0) throw new Unreadable(`${where} is no count`)
  return value
}

export const sum: Shape<number> = { write: same, read: countOf, merge: (a, b) => a + b }
export const least: Shape<number> = { write: same, read: numberOf, merge: Math.min }
export const most: Shape<number> = { write: same, read: numberOf, merge: Math.max }
export const flags: Shape<number> = { write: same, read: countOf, merge: (a, b) => a | b }

export function textOf(json: unknown, where: string, longest: number): string {
  if (typeof json !== 'string') throw new Unreadable(`${where} is no text`)
  if (json.length > longest) throw new Unreadable(`${where} is longer than ${longest} characters`)
  return json
}

export function listOf(json: unknown, where: string, longest: number): readonly unknown[] {
  if (!Array.isArray(json)) throw new Unreadable(`${where} is no list`)
  if (json.length > longest) throw new Unreadable(`${where} has more than ${longest} parts`)
  return json
}

/** An object as the list of its fields, in the order in which they are named here. */
export function record<T extends object>(
  create: () => T,
  fields: { readonly [K in keyof T]: Shape<T[K]> },
  merged?: (a: T, b: T) => T,
): Shape<T> {
  const names = Object.keys(fields) as (keyof T & string)[]
  const shapes = names.map(name => fields[name] as Shape<T[keyof T & string]>)
  return {
    write: value => names.map(name => fields[name].write(value[name])),
    read(json, where) {
      const parts = listOf(json, where, names.length)
      if (parts.length < names.length) throw new Unreadable(`${where} has fewer than ${names.length} parts`)
      const value = create()
      // By index and without a closure: this runs millions of times when a large site comes back.
      for (let at = 0; at < names.length; at++) {
        const name = names[at]!
        value[name] = shapes[at]!.read(parts[at], where && `${name} of ${where}`)
      }
      return value
    },
    merge:
      merged ??
      ((a, b) => {
        for (const name of names) a[name] = fields[name].merge(a[name], b[name])
        return a
      }),
  }
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    write: value => (value === null ? null : shape.write(value)),
    read: (json, where) => (json === null ? null : shape.read(json, where)),
    merge: (a, b) => (a === null ? b : b === null ? a : shape.merge(a, b)),
  }
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Written as `[key, value, key, value, …]` in the order of the keys. At most `room` of them, the first by name. */
export function mapOf<T>(shape: Shape<T>, room: number, longest: number): Shape<Map<string, T>> {
  return {
    write: map => sorted(map).flatMap(([key, value]) => [key, shape.write(value)]),
    read(json, where) {
      const parts = listOf(json, where, room * 2)
      const map = new Map<string, T>()
      for (let at = 0; at < parts.length; at += 2) {
        const key = textOf(parts[at], `a name in ${where}`, longest)
        if (map.has(key)) throw new Unreadable(`${where} names ${JSON.stringify(key)} twice`)
        map.set(key, shape.read(parts[at + 1], where && `${where}/${key}`))
      }
      return map
    },
    merge(a, b) {
      for (const [key, value] of sorted(b)) {
        const known = a.get(key)
        if (known !== undefined) a.set(key, shape.merge(known, value))
        else a.set(key, value)
      }
      if (a.size > room) for (const [key] of sorted(a).slice(room)) a.delete(key)
      return a
    },
  }
}

export const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => byText(a, b))
