// What the pages of playbooks ask the platform.
import type { Playbook, PlaybookChange } from '@nautilus/response'
import { queryOptions } from '@tanstack/react-query'
import { type Answer, ApiError, call, errorOf, withQuery } from '../../shared/api.ts'
import { playbooksKey, playbooksQuery } from '../../shared/playbooks.ts'
import type { Fault } from '../../shared/source-editor.tsx'

const base = '/api/tenants/{tenant}/playbooks' as const
const one = `${base}/{playbook}` as const

export type Row = Answer<`GET ${typeof base}`>['items'][number]
export type Version = Answer<`GET ${typeof one}/versions`>['items'][number]
/** A playbook with its text. */
export type Whole = { readonly playbook: Playbook; readonly source: string }
export type InForce = Omit<Row, 'version'> & Whole & { readonly version: number }
export type Draft = {
  readonly source: string
  readonly version: number
  readonly basis: string | null
  readonly tag: string
}
export type Checked = {
  readonly faults: readonly (Fault & { readonly column: number })[]
  readonly more: number
  readonly playbook: Playbook | null
}

export { playbooksKey, playbooksQuery }

const keyOf = (tenant: string, ...rest: readonly unknown[]) => [...playbooksKey(tenant), ...rest]

export const playbookQuery = (tenant: string, playbook: string) =>
  queryOptions({
    queryKey: keyOf(tenant, playbook, 'in force'),
    queryFn: async ({ signal }) =>
      (await call(`GET ${one}`, { path: { tenant, playbook } }, { signal })) as unknown as InForce,
  })

export const versionsQuery = (tenant: string, playbook: string) =>
  queryOptions({
    queryKey: keyOf(tenant, playbook, 'versions'),
    queryFn: async ({ signal }) =>
      (await call(`GET ${one}/versions`, { path: { tenant, playbook } }, { signal })).items,
  })

export const versionQuery = (tenant: string, playbook: string, version: number) =>
  queryOptions({
    queryKey: keyOf(tenant, playbook, 'version', version),
    queryFn: async ({ signal }) =>
      (await call(
        `GET ${one}/versions/{version}`,
        { path: { tenant, playbook, version } },
        { signal },
      )) as unknown as Whole,
    // No version ever changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

export const differenceQuery = (tenant: string, playbook: string, from: number, to: number) =>
  queryOptions({
    queryKey: keyOf(tenant, playbook, 'difference', from, to),
    queryFn: async ({ signal }) => {
      const given = { path: { tenant, playbook }, query: { from, to } }
      return (await call(`GET ${one}/difference`, given, { signal })).items as unknown as readonly PlaybookChange[]
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

const pathOf = (tenant: string, playbook: string, rest = '') =>
  `/api/tenants/${encodeURIComponent(tenant)}/playbooks/${encodeURIComponent(playbook)}${rest}`

/** Anew each time: what somebody else saved meanwhile is what one goes on from. */
export const draftQuery = (tenant: string, playbook: string, basis: string | undefined) =>
  queryOptions({
    queryKey: keyOf(tenant, playbook, 'draft', basis ?? null),
    queryFn: ({ signal }) =>
      ask<Draft>(withQuery(pathOf(tenant, playbook, '/draft'), { basis }), { method: 'GET', signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnMount: 'always',
  })

type Text = { readonly source: string; readonly basis: string | null }
const textOf = ({ source, basis }: Text) => ({ source, ...(basis === null ? {} : { basis }) })

export const checkPlaybook = (tenant: string, playbook: string, text: Text): Promise<Checked> =>
  call(`POST ${one}/check`, { path: { tenant, playbook }, body: textOf(text) }) as unknown as Promise<Checked>

export const putPlaybook = (tenant: string, playbook: string, text: Text & { note: string; tag: string }) =>
  ask<Row>(pathOf(tenant, playbook), {
    method: 'PUT',
    body: JSON.stringify({ ...textOf(text), note: text.note }),
    headers: { 'content-type': 'application/json', ...(text.tag === '' ? {} : { 'if-match': text.tag }) },
  })

export const withdrawPlaybook = (tenant: string, playbook: string, reason: string): Promise<Row> =>
  call(`POST ${one}/withdraw`, { path: { tenant, playbook }, body: { reason } })

async function ask<T>(path: string, init: RequestInit): Promise<T & { readonly tag: string }> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(error => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'The platform does not answer.')
  })
  const text = await response.text()
  if (!response.ok) throw errorOf(response.status, text)
  return { ...(JSON.parse(text) as T), tag: response.headers.get('etag') ?? '' }
}
