import { oneOf, textOf, told } from '../../shared/search.ts'

export const tabs = ['findings', 'incidents', 'usage'] as const
export type Tab = (typeof tabs)[number]
export const severities = ['critical', 'high', 'medium', 'low', 'recorded'] as const

export type ProviderSearch = {
  readonly tab?: Tab
  readonly customer?: string
  readonly severity?: (typeof severities)[number]
}

export const providerSearchOf = (raw: Readonly<Record<string, unknown>>): ProviderSearch =>
  told({
    tab: oneOf(raw.tab, tabs),
    customer: textOf(raw.customer, 63),
    severity: oneOf(raw.severity, severities),
  }) as ProviderSearch
