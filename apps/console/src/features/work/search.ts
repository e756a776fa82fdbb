import { textOf, told } from '../../shared/search.ts'

/** `order`: the id of the one that is open; `+new`: one that is not kept yet; `+import`: a file. `week`: from today. */
export type WorkSearch = { readonly order?: string; readonly week?: number }

const weekOf = (value: unknown): number | undefined => {
  const week = Number(value)
  return Number.isInteger(week) && week !== 0 && Math.abs(week) < 520 ? week : undefined
}

export const workSearchOf = (raw: Readonly<Record<string, unknown>>): WorkSearch =>
  told({ order: textOf(raw.order), week: weekOf(raw.week) }) as WorkSearch
