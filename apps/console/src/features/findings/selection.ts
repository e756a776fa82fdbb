// Which rows are chosen, for doing the same with all of them.
import { useCallback, useState } from 'react'

export type Selection = {
  /** Those of them that are in the list. */
  readonly ids: readonly string[]
  readonly has: (id: string) => boolean
  readonly toggle: (id: string) => void
  /** All from the one toggled last to this. */
  readonly through: (id: string) => void
  readonly clear: () => void
}

/** What lies between two ids of a list, both included. */
export function between(all: readonly string[], from: string | null, to: string): readonly string[] {
  const [a, b] = [from === null ? -1 : all.indexOf(from), all.indexOf(to)]
  if (b < 0) return []
  return a < 0 ? [to] : all.slice(Math.min(a, b), Math.max(a, b) + 1)
}

export function useSelection(rows: readonly { readonly id: string }[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [last, setLast] = useState<string | null>(null)
  const toggle = useCallback((id: string) => {
    setLast(id)
    setChosen(before => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  }, [])
  const all = rows.map(({ id }) => id)
  return {
    ids: all.filter(id => chosen.has(id)),
    has: id => chosen.has(id),
    toggle,
    through: id => setChosen(before => new Set([...before, ...between(all, last, id)])),
    clear: useCallback(() => setChosen(new Set()), []),
  }
}
