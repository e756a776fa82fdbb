import { oneOf, told } from '../../shared/search.ts'

export const tabs = ['overview', 'measures', 'numbers', 'reports'] as const
export type Tab = (typeof tabs)[number]
/** `plan`: ids of the measures that are tried. */
export type MoneySearch = { readonly tab?: Tab; readonly plan?: readonly string[] }

/** Measures that are tried at once. */
const MOST = 50

const planOf = (value: unknown): readonly string[] | undefined => {
  if (!Array.isArray(value)) return undefined
  const ids = value.filter(each => typeof each === 'string' && each.length <= 400).slice(0, MOST)
  return ids.length > 0 ? [...new Set(ids as string[])].sort() : undefined
}

export const moneySearchOf = (raw: Readonly<Record<string, unknown>>): MoneySearch =>
  told({ tab: oneOf(raw.tab, tabs), plan: planOf(raw.plan) }) as MoneySearch
