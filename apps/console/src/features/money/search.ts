import { oneOf, textOf, told } from '../../shared/search.ts'

export const tabs = ['overview', 'measures', 'numbers', 'reports'] as const
export type Tab = (typeof tabs)[number]
/** `plan`: ids of the measures that are tried, as JSON: names of processes are in them, and may hold any sign. */
export type MoneySearch = { readonly tab?: Tab; readonly plan?: string }

/** Measures that are tried at once, and characters of their ids. */
const [MOST, MOST_TEXT] = [50, 8000]

export function planIn(text: string | undefined): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    const ids = Array.isArray(value) ? value.filter(each => typeof each === 'string' && each.length <= 400) : []
    return [...new Set(ids as string[])].sort().slice(0, MOST)
  } catch {
    return []
  }
}

export const planText = (plan: readonly string[]): string | undefined =>
  plan.length === 0 ? undefined : JSON.stringify([...plan].sort())

export const moneySearchOf = (raw: Readonly<Record<string, unknown>>): MoneySearch =>
  told({ tab: oneOf(raw.tab, tabs), plan: textOf(raw.plan, MOST_TEXT) }) as MoneySearch
