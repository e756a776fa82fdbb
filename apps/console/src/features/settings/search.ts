import { oneOf, textOf, told } from '../../shared/search.ts'

export const tabs = [
  'me',
  'people',
  'directory',
  'keys',
  'feeds',
  'destinations',
  'sources',
  'organisation',
  'entities',
  'tenants',
  'audit',
] as const
export type Tab = (typeof tabs)[number]
export type SettingsSearch = { readonly tab?: Tab /** Part of an entry of the audit log. */; readonly text?: string }

export const settingsSearchOf = (raw: Readonly<Record<string, unknown>>): SettingsSearch =>
  told({ tab: oneOf(raw.tab, tabs), text: textOf(raw.text) }) as SettingsSearch
