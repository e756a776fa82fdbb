// What the page of sensors asks the platform.
import type { Coverage } from '@nautilus/model'
import { queryOptions } from '@tanstack/react-query'
import { ApiError, errorOf, get, type Place, pathOf, send, withQuery } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'

export type Upload = {
  readonly id: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string | null
  readonly state: string
  /** 0 to 1 */
  readonly progress: number
  readonly message: string | null
  readonly made_by: string | null
  readonly made_at: string
}
export type Enrolment = {
  readonly id: string
  readonly name: string
  readonly made_at: string
  readonly expires_at: string
  readonly used_at: string | null
  readonly revoked_at: string | null
}

export const uploadsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'uploads'),
    queryFn: async ({ signal }) => (await get<{ items: Upload[] }>(pathOf(place, '/uploads'), { signal })).items,
  })

/** What one sensor does not show. `file`: the capture that it read last; null where it listens. `at`: µs. */
export type SensorCoverage = Coverage & { readonly sensor: string; readonly file: string | null; readonly at: number }

export const coverageQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'coverage'),
    queryFn: async ({ signal }) =>
      (await get<{ items: SensorCoverage[] }>(pathOf(place, '/coverage'), { signal })).items,
  })

export const enrolmentsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'enrolments'),
    queryFn: async ({ signal }) => (await get<{ items: Enrolment[] }>(pathOf(place, '/enrolments'), { signal })).items,
    retry: false,
  })

export const enrol = (place: Place, name: string, hours: number): Promise<{ token: string }> =>
  send('POST', pathOf(place, '/enrolments'), { name, hours })
export const revokeEnrolment = (place: Place, id: string): Promise<void> =>
  send('DELETE', pathOf(place, `/enrolments/${encodeURIComponent(id)}`))
export const revokeKey = (place: Place, sensor: string): Promise<void> =>
  send('DELETE', pathOf(place, `/sensors/${encodeURIComponent(sensor)}/key`))

export type NewSite = { readonly id: string; readonly name: string; readonly timeZone: string }
export const makeSite = (tenant: string, site: NewSite): Promise<unknown> =>
  send('POST', `/api/tenants/${encodeURIComponent(tenant)}/sites`, site)

/** Sends a capture as it is. `fetch` does not tell how much is sent; this older way does. */
export function sendCapture(place: Place, file: File, onSent: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', withQuery(pathOf(place, '/uploads'), { name: file.name.slice(0, 255) }))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0)
    request.onload = () => {
      if (request.status < 300) resolve()
      else reject(errorOf(request.status, request.responseText))
    }
    request.onerror = () => reject(new ApiError(0, 'The platform does not answer.'))
    request.send(file)
  })
}
