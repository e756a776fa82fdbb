// Where to begin: where one was last, else the first site there is.
import type { QueryClient } from '@tanstack/react-query'
import type { Place } from '../shared/api.ts'
import { sitesQuery } from '../shared/queries.ts'
import type { Me } from '../shared/wire.ts'

const STORED = 'nautilus.place'

export function rememberPlace({ tenant, site }: Place): void {
  localStorage.setItem(STORED, JSON.stringify({ tenant, site }))
}

export async function firstPlace(queries: QueryClient, { memberships }: Me): Promise<Place | null> {
  const last = lastPlace()
  const tenants = [...new Set(memberships.map(({ tenant }) => tenant))]
  if (last && tenants.includes(last.tenant)) tenants.unshift(last.tenant)
  for (const tenant of tenants) {
    const sites = await queries.ensureQueryData(sitesQuery(tenant))
    const site = sites.find(({ id }) => tenant === last?.tenant && id === last.site) ?? sites[0]
    if (site) return { tenant, site: site.id }
  }
  return null
}

function lastPlace(): Place | null {
  try {
    const { tenant, site } = JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Place>
    return typeof tenant === 'string' && typeof site === 'string' ? { tenant, site } : null
  } catch {
    return null
  }
}
