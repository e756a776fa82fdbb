// What the settings ask about other systems that are asked, and about what is known of vulnerabilities.
import { queryOptions } from '@tanstack/react-query'
import { type Answer, call, errorOf } from '../../shared/api.ts'

type Sources = Answer<'GET /api/tenants/{tenant}/sources'>
export type Source = Sources['items'][number]
export type SourceKind = Sources['kinds'][number]
export type Intelligence = Answer<'GET /api/tenants/{tenant}/intelligence'>

/** ms: while somebody looks, it stays true. */
const FRESH = 10_000

export const sourcesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['sources', tenant],
    queryFn: ({ signal }) => call('GET /api/tenants/{tenant}/sources', { path: { tenant } }, { signal }),
    refetchInterval: FRESH,
  })

export type SourceDraft = {
  /** Null: a new one. */
  readonly id: string | null
  readonly kind: string
  readonly site: string | null
  readonly name: string
  readonly settings: Readonly<Record<string, string>>
  readonly hours: number
  readonly enabled: boolean
}

export const newSource = ({ id, ofSite }: SourceKind, site: string): SourceDraft => ({
  ...{ id: null, kind: id, site: ofSite ? site : null, name: '', settings: {}, enabled: true },
  hours: id === 'servicenow-changes' ? 1 : 24,
})

export const sourceDraftOf = ({ id, kind, site, name, settings, hours, enabled }: Source): SourceDraft => ({
  ...{ id, kind, site, name, settings, hours, enabled },
})

export function saveSource(tenant: string, { id: source, kind, site, ...body }: SourceDraft): Promise<Source> {
  if (source === null)
    return call('POST /api/tenants/{tenant}/sources', { path: { tenant }, body: { kind, site, ...body } })
  return call('PUT /api/tenants/{tenant}/sources/{source}', { path: { tenant, source }, body })
}

export const intelligenceQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['intelligence', tenant],
    queryFn: ({ signal }) => call('GET /api/tenants/{tenant}/intelligence', { path: { tenant } }, { signal }),
  })

/** The file as it is. */
export async function bringIntelligence(tenant: string, file: File): Promise<void> {
  const path = `/api/tenants/${encodeURIComponent(tenant)}/intelligence?name=${encodeURIComponent(file.name.slice(0, 200))}`
  const headers = { 'content-type': 'application/octet-stream' }
  const response = await fetch(path, { method: 'POST', body: file, headers, credentials: 'same-origin' })
  if (!response.ok) throw errorOf(response.status, await response.text())
}
