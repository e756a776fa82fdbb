// What the page of obligation templates asks the platform.
import type { ObligationTemplate } from '@nautilus/response'
import { queryOptions } from '@tanstack/react-query'
import { get } from '../../shared/api.ts'
import { textOf, told } from '../../shared/search.ts'
import type { Applies, Text } from './data.ts'

/** Whom it may oblige. `applies` null: it depends on what nobody said of the entity. */
export type Usage = {
  readonly id: string
  readonly name: string
  readonly sites: readonly string[]
  readonly applies: Applies
  readonly unknown: readonly string[]
}
export type TemplateRow = {
  readonly template: ObligationTemplate
  readonly entities: readonly Usage[]
  /** YAML of the tenant's own. */
  readonly source: string | null
  readonly madeBy: string | null
}
export type Templates = {
  readonly items: readonly TemplateRow[]
  /** What facts of rules are called. */
  readonly facts: Readonly<Record<string, Text>>
}

export type TemplateSearch = { readonly template?: string }
export const templateSearchOf = (raw: Readonly<Record<string, unknown>>): TemplateSearch =>
  told({ template: textOf(raw.template) }) as TemplateSearch

export const templatesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['obligations', 'templates', tenant],
    queryFn: ({ signal }) =>
      get<Templates>(`/api/tenants/${encodeURIComponent(tenant)}/obligation-templates`, { signal }),
    staleTime: 60_000,
  })
