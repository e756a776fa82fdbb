// What the page of the site model asks the platform.
import { queryOptions } from '@tanstack/react-query'
import { ApiError, errorOf, get, type Place, pathOf, send } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { Fault } from '../../shared/source-editor.tsx'

export type Model = { readonly source: string /** 0: none yet. */; readonly version: number }
export type Version = { readonly version: number; readonly changed_by: string | null; readonly changed_at: string }

export const modelQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'model'),
    queryFn: ({ signal }) => get<Model>(pathOf(place, '/model'), { signal }),
  })

export const versionsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'model-versions'),
    queryFn: async ({ signal }) =>
      (await get<{ items: Version[] }>(pathOf(place, '/model/versions'), { signal })).items,
  })

export const versionQuery = (place: Place, version: number) =>
  queryOptions({
    queryKey: keyOf(place, 'model-version', version),
    queryFn: ({ signal }) => get<Version & Model>(pathOf(place, `/model/versions/${version}`), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const checkModel = async (place: Place, source: string): Promise<readonly Fault[]> =>
  (await send<{ faults: Fault[] }>('POST', pathOf(place, '/model/check'), { source })).faults
export const putModel = (place: Place, source: string): Promise<Model> =>
  send('PUT', pathOf(place, '/model'), { source })

export type ExpectedRow = {
  readonly file: string
  readonly format: string | null
  readonly devices: number
  readonly types: number
  readonly faults: number
  readonly added_by: string | null
  readonly added_at: string
}

export const expectedQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'expected'),
    queryFn: async ({ signal }) => (await get<{ items: ExpectedRow[] }>(pathOf(place, '/expected'), { signal })).items,
  })

/** What is missing, new or different; lists whose entries are documents of the inventory. */
export type Expectation = Readonly<Record<string, unknown>>

export const expectationQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'expectation'),
    queryFn: ({ signal }) => get<Expectation>(pathOf(place, '/expectation'), { signal }),
    retry: false,
  })

export const removeExpected = (place: Place, file: string): Promise<void> =>
  send('DELETE', pathOf(place, `/expected/${encodeURIComponent(file)}`))

/** The file as it is. */
export async function putExpected(place: Place, file: File): Promise<void> {
  const response = await fetch(pathOf(place, `/expected/${encodeURIComponent(file.name)}`), {
    method: 'PUT',
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
    credentials: 'same-origin',
  }).catch(() => {
    throw new ApiError(0, 'The platform does not answer.')
  })
  if (!response.ok) throw errorOf(response.status, await response.text())
}
