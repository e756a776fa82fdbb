import { ApiError, type Place, pathOf } from './api.ts'

/** Puts a file into an incident. Its hash. */
export async function attach(place: Place, incident: string, file: File): Promise<string> {
  const path = pathOf(
    place,
    `/incidents/${encodeURIComponent(incident)}/attachments?name=${encodeURIComponent(file.name)}`,
  )
  const headers = { 'content-type': 'application/octet-stream' }
  const response = await fetch(path, { method: 'POST', body: file, headers })
  const told = (await response.json().catch(() => ({}))) as { file?: { hash: string }; detail?: string }
  if (!told.file) throw new ApiError(response.status, told.detail ?? `HTTP ${response.status}`)
  return told.file.hash
}
