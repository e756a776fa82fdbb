import { oneOf, positiveOf, told } from '../../shared/search.ts'

export const tabs = ['view', 'edit', 'versions', 'expected'] as const
export type Tab = (typeof tabs)[number]
export type ModelSearch = { readonly tab?: Tab /** Version to look at. */; readonly version?: number }

export const modelSearchOf = (raw: Readonly<Record<string, unknown>>): ModelSearch =>
  told({ tab: oneOf(raw.tab, tabs), version: positiveOf(raw.version) }) as ModelSearch
