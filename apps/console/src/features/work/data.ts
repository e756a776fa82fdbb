// What the page of approved work asks the platform.
import type { PlannedWork } from '@nautilus/model'
import { queryOptions } from '@tanstack/react-query'
import { type Answer, ApiError, call, errorOf, type Place, pathOf, withQuery } from '../../shared/api.ts'

const base = '/api/tenants/{tenant}/sites/{site}/work' as const

export type Order = Answer<`GET ${typeof base}`>['items'][number]
export type Imported = Answer<`POST ${typeof base}-import`>

const at = ({ tenant, site }: Place) => ({ tenant, site })
export const workKey = ({ tenant, site }: Place) => ['work', tenant, site]

export const workQuery = (place: Place) =>
  queryOptions({
    queryKey: [...workKey(place), 'all'],
    queryFn: ({ signal }) => call(`GET ${base}`, { path: at(place) }, { signal }),
  })

export const weekQuery = (place: Place, from: number, to: number) =>
  queryOptions({
    queryKey: [...workKey(place), 'week', from],
    queryFn: async ({ signal }) =>
      (await call(`GET ${base}-calendar`, { path: at(place), query: { from, to } }, { signal })).items,
  })

export const historyQuery = (place: Place, order: string) =>
  queryOptions({
    queryKey: [...workKey(place), 'history', order],
    queryFn: async ({ signal }) =>
      (await call(`GET ${base}/{order}/history`, { path: { ...at(place), order } }, { signal })).items,
  })

export const makeOrder = (place: Place, work: PlannedWork) => call(`POST ${base}`, { path: at(place), body: { work } })
export const changeOrder = (place: Place, order: string, work: PlannedWork) =>
  call(`PUT ${base}/{order}`, { path: { ...at(place), order }, body: { work } })
export const approveOrder = (place: Place, order: string) =>
  call(`POST ${base}/{order}/approve`, { path: { ...at(place), order } })
export const cancelOrder = (place: Place, order: string, reason: string) =>
  call(`POST ${base}/{order}/cancel`, { path: { ...at(place), order }, body: { reason } })
export const askApproval = (place: Place, approval: boolean) =>
  call(`PUT ${base}-approval`, { path: at(place), body: { approval } })

export async function importFile(
  place: Place,
  file: File,
  query: { readonly dry?: boolean; readonly leave?: boolean },
): Promise<Imported> {
  const response = await fetch(withQuery(pathOf(place, '/work-import'), query), {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
    credentials: 'same-origin',
  }).catch(() => {
    throw new ApiError(0, 'The platform does not answer.')
  })
  const text = await response.text()
  if (!response.ok) throw errorOf(response.status, text)
  return JSON.parse(text) as Imported
}
