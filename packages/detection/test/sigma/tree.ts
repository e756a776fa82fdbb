// Documents without YAML: plain values, each with a line of its own.
import type { Tree } from '../../src/index.ts'

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

export function treeOf(value: Plain, file = 'rule.yml'): Tree {
  let line = 0
  const next = () => ({ file, line: ++line, column: 1 })
  const of = (part: Plain): Tree => {
    const place = next()
    if (Array.isArray(part)) return { kind: 'list', place, items: part.map(of) }
    if (typeof part !== 'object' || part === null)
      return { kind: 'scalar', place, value: part as string, text: String(part ?? '') }
    const entries = Object.entries(part as { readonly [key: string]: Plain })
    return { kind: 'map', place, entries: entries.map(([key, own]) => ({ key, place: next(), value: of(own) })) }
  }
  return of(value)
}

export const activity = { product: 'nautilus', category: 'activity' } as const

export const likeOf = (typed: string, words: readonly string[]): string => `${typed} is none of ${words.length}.`
