import { oneOf, textOf, told } from '../../shared/search.ts'

export const tabs = ['learned', 'decisions', 'accepted'] as const
export type Tab = (typeof tabs)[number]
export type BaselineSearch = { readonly tab?: Tab /** Asset id. */; readonly device?: string; readonly text?: string }

export const baselineSearchOf = (raw: Readonly<Record<string, unknown>>): BaselineSearch =>
  told({ tab: oneOf(raw.tab, tabs), device: textOf(raw.device), text: textOf(raw.text) }) as BaselineSearch
