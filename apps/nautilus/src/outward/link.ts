// Where the console shows what an event is about.
import { addressUnder } from '@nautilus/api'
import type { OutwardEvent } from '@nautilus/model'

/** `domain`: the host name of a brand; null: as the console is configured. */
export function linksUnder(url: string, domain: string | null): (event: OutwardEvent) => string {
  const under = addressUnder(url, domain).replace(/\/$/, '')
  return event => linkOf(under, event)
}

function linkOf(url: string, { tenant, site, kind, object }: OutwardEvent): string {
  const base = `${url}/${encodeURIComponent(tenant)}`
  if (site === null) return base
  const here = `${base}/${encodeURIComponent(site)}`
  const id = encodeURIComponent(object)
  if (kind.startsWith('finding.')) return `${here}/findings/${id}`
  if (kind.startsWith('incident.')) return `${here}/incidents/${id}`
  if (kind.startsWith('asset.')) return `${here}/assets/${id}`
  return kind === 'sensor.health' ? `${here}/sensors` : here
}
