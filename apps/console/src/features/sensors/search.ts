import { oneOf, told } from '../../shared/search.ts'

export const tabs = ['sensors', 'captures', 'coverage', 'sites'] as const
export type Tab = (typeof tabs)[number]
export type SensorSearch = { readonly tab?: Tab }

export const sensorSearchOf = (raw: Readonly<Record<string, unknown>>): SensorSearch =>
  told({ tab: oneOf(raw.tab, tabs) }) as SensorSearch
