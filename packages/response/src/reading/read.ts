// Readers of trees, put together from small ones: what is not understood is a fault with its place, and reading goes on.
import { type Duration, durationOf } from './duration.ts'
import type { Faults } from './faults.ts'
import { MAX_ENTRIES, MAX_PROSE } from './limits.ts'
import { languages, type Text } from './text.ts'
import type { Entry, Tree } from './tree.ts'

/** `what` names the thing in sentences. Null where something is wrong, which was told. */
export type Read<T> = (tree: Tree, what: string, faults: Faults) => T | null

const refuse = (tree: Tree, message: string, faults: Faults): null => {
  faults.tell(tree.place, message)
  return null
}

export const prose: Read<string> = (tree, what, faults) => {
  const isText = tree.kind === 'scalar' && tree.value !== null && typeof tree.value !== 'boolean'
  const text = isText ? tree.text.trim() : ''
  if (text === '') return refuse(tree, `${what} must be text.`, faults)
  if (text.length > MAX_PROSE) return refuse(tree, `${what} may have ${MAX_PROSE} characters; say it shorter.`, faults)
  return text
}

/** English alone, or `{ en: …, de: … }`. */
export const text: Read<Text> = (tree, what, faults) => {
  if (tree.kind !== 'map') {
    const en = prose(tree, what, faults)
    return en === null ? null : { en, de: null }
  }
  return record({ en: needed(prose), de: optional(prose, null) })(tree, what, faults)
}

/** Both languages: what people are asked, and what things are called. */
export const bothLanguages: Read<Text> = (tree, what, faults) => {
  const read = text(tree, what, faults)
  if (read && read.de === null)
    return refuse(tree, `${what} needs ${languages.join(' and ')}: \`{ en: …, de: … }\`.`, faults)
  return read
}

export const word =
  <const T extends string>(words: readonly T[]): Read<T> =>
  (tree, what, faults) => {
    const typed = tree.kind === 'scalar' && tree.value !== null ? tree.text : null
    if (typed === null) return refuse(tree, `${what} must be one word.`, faults)
    const found = words.find(own => own === typed)
    if (found === undefined) faults.unknown(tree.place, `${what} is \`${clipped(typed)}\``, typed, words)
    return found ?? null
  }

/** Text of one form, such as an id. `like` is an example. */
export const shaped =
  (form: RegExp, like: string): Read<string> =>
  (tree, what, faults) => {
    const typed = tree.kind === 'scalar' && tree.value !== null ? tree.text : ''
    return form.test(typed) ? typed : refuse(tree, `${what} must look like \`${like}\`.`, faults)
  }

export const whole =
  (least: number, most: number): Read<number> =>
  (tree, what, faults) => {
    const value = tree.kind === 'scalar' ? tree.value : null
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
    return refuse(tree, `${what} must be a whole number from ${least} to ${most}.`, faults)
  }

export const flag: Read<boolean> = (tree, what, faults) =>
  tree.kind === 'scalar' && typeof tree.value === 'boolean'
    ? tree.value
    : refuse(tree, `${what} must be \`true\` or \`false\`.`, faults)

export const duration: Read<Duration> = (tree, what, faults) => {
  const found = tree.kind === 'scalar' ? durationOf(tree.text) : null
  return found ?? refuse(tree, `${what} must be a duration such as \`PT30M\`, \`PT24H\` or \`P1M\`.`, faults)
}

export const listOf =
  <T>(read: Read<T>, { least = 1, most = MAX_ENTRIES } = {}): Read<readonly T[]> =>
  (tree, what, faults) => {
    if (tree.kind !== 'list') return refuse(tree, `${what} must be a list.`, faults)
    if (tree.items.length < least || tree.items.length > most)
      return refuse(tree, `${what} must have ${least} to ${most} entries.`, faults)
    const items = tree.items.map(item => read(item, `An entry of ${what}`, faults))
    return items.includes(null) ? null : (items as T[])
  }

/** `name: value` with names that people choose. */
export const mapOf =
  <T>(read: Read<T>): Read<ReadonlyMap<string, T>> =>
  (tree, what, faults) => {
    if (tree.kind !== 'map' || tree.entries.length > MAX_ENTRIES)
      return refuse(tree, `${what} must be at most ${MAX_ENTRIES} lines of \`name: value\`.`, faults)
    const found = tree.entries.map(({ key, value }) => [key, read(value, `\`${clipped(key)}\``, faults)] as const)
    return found.some(([, value]) => value === null) ? null : new Map(found as [string, T][])
  }

type Part<T> = { readonly read: Read<T>; readonly otherwise: { readonly value: T } | null }
type Shape = Readonly<Record<string, Part<unknown>>>
export type Shaped<S extends Shape> = { readonly [K in keyof S]: S[K] extends Part<infer T> ? T : never }

export const needed = <T>(read: Read<T>): Part<T> => ({ read, otherwise: null })
/** Where it is missing it is this value. */
export const otherwise = <T>(read: Read<T>, value: NoInfer<T>): Part<T> => ({ read, otherwise: { value } })
export const optional = <T, O extends T | null | readonly never[]>(read: Read<T>, value: O): Part<T | O> => ({
  read: read as Read<T | O>,
  otherwise: { value },
})

/** A map of these keys and no others. */
export const record =
  <S extends Shape>(shape: S): Read<Shaped<S>> =>
  (tree, what, faults) => {
    if (tree.kind !== 'map') return refuse(tree, `${what} must be lines of \`name: value\`.`, faults)
    const before = faults.count
    const known = Object.keys(shape)
    const found = new Map<string, Entry>()
    for (const entry of tree.entries) {
      if (known.includes(entry.key)) found.set(entry.key, entry)
      else faults.unknown(entry.place, `${what} has no \`${clipped(entry.key)}\``, entry.key, known)
    }
    const values = known.map(key => {
      const { read, otherwise } = shape[key]!
      const entry = found.get(key)
      if (entry) return [key, read(entry.value, `\`${key}\``, faults)]
      if (!otherwise) faults.tell(tree.place, `${what} needs \`${key}\`.`)
      return [key, otherwise?.value ?? null]
    })
    const whole = faults.count === before ? (Object.fromEntries(values) as Shaped<S>) : null
    return whole && faults.stands(whole, tree.place)
  }

const MOST = 60

/** Text of a file as a sentence shows it. */
export const clipped = (typed: string): string => {
  const line = typed.replaceAll(/\s+/g, ' ')
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line
}
