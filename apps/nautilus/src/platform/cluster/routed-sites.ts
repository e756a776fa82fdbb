// Sites, wherever they are: those of this process in its threads, all others where their worker is.
import type { Call, Place, Sites } from '../site-calls.ts'
import type { SitePool } from '../site-pool.ts'
import type { Cluster } from './cluster.ts'

/** `pool`: null in a process that works on no sites. */
export const routedSites = (pool: SitePool | null, cluster: Cluster | null): Sites => ({
  call<T>(place: Place, call: Call): Promise<T> {
    if (pool && !cluster) return pool.call<T>(place, call)
    const fence = cluster!.fenceOf(place)
    if (pool && fence) return pool.call<T>(place, call, fence)
    return cluster!.ask<T>(place, { kind: 'call', call })
  },
})
