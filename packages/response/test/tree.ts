// Plain values as the trees that YAML gives, one line for each thing.
import type { Tree } from '../src/index.ts'

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

export function treeFrom(value: Plain, file = 'test.yaml'): Tree {
  let line = 0
  const place = () => ({ file, line: ++line, column: 1 })
  const of = (one: Plain): Tree => {
    const at = place()
    if (Array.isArray(one)) return { kind: 'list', place: at, items: one.map(of) }
    if (typeof one === 'object' && one !== null)
      return {
        kind: 'map',
        place: at,
        entries: Object.entries(one).map(([key, inner]) => ({ key, place: place(), value: of(inner) })),
      }
    const scalar = one as string | number | boolean | null
    return { kind: 'scalar', place: at, value: scalar, text: String(scalar ?? '') }
  }
  return of(value)
}

export const likeOf = (typed: string, words: readonly string[]): string =>
  words.find(word => word.startsWith(typed.slice(0, 3)))
    ? `did you mean \`${words.find(word => word.startsWith(typed.slice(0, 3)))}\`?`
    : `there are ${words.length}.`
