import { oneOf, textOf, told } from '../../shared/search.ts'

export const tabs = ['lists', 'rows', 'unlisted', 'ports', 'firewall'] as const
export type Tab = (typeof tabs)[number]
export const kinds = ['all', 'heard', 'unheard', 'conflicts'] as const
export type Which = (typeof kinds)[number]
/** `list`: whose rows are shown. */
export type KnownSearch = { readonly tab?: Tab; readonly list?: string; readonly which?: Which }

export const knownSearchOf = (raw: Readonly<Record<string, unknown>>): KnownSearch =>
  told({ tab: oneOf(raw.tab, tabs), list: textOf(raw.list, 40), which: oneOf(raw.which, kinds) }) as KnownSearch
