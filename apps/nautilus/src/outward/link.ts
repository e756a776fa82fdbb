// Where the console shows what an event is about.
import type { OutwardEvent } from '@nautilus/model'

export function linkOf(url: string, { tenant, site, kind, object }: OutwardEvent): string {
  const base = `${url}/${encodeURIComponent(tenant)}`
  if (site === null) return base
  const here = `${base}/${encodeURIComponent(site)}`
  const id = encodeURIComponent(object)
  if (kind.startsWith('finding.')) return `${here}/findings/${id}`
  if (kind.startsWith('incident.')) return `${here}/incidents/${id}`
  if (kind.startsWith('asset.')) return `${here}/assets/${id}`
  return kind === 'sensor.health' ? `${here}/sensors` : here
}
