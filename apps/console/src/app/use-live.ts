// What happens at the site, as it happens: pages are refreshed, grave findings are told.
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Place } from '../shared/api.ts'
import { useHere } from '../shared/here.tsx'
import { keyOf } from '../shared/queries.ts'
import type { LiveEvent } from '../shared/wire.ts'
import { createTeller } from './tell-finding.tsx'

export type LiveState = 'waiting' | 'live' | 'lost'

/** ms between refreshes of a page while much happens. */
const REFRESH_EVERY = 3000
const KINDS = ['commit', 'finding', 'sensor', 'upload'] as const

export function useLive(): LiveState {
  const { tenant, site } = useHere()
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>('waiting')
  useEffect(() => {
    const refresh = createRefresher(queries, { tenant, site })
    const tell = createTeller({ tenant, site })
    const source = new EventSource(`/api/tenants/${encodeURIComponent(tenant)}/live`)
    source.onopen = () => {
      setState('live')
      // What happened while nobody listened.
      refresh.all()
    }
    source.onerror = () => setState('lost')
    const onEvent = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LiveEvent
      if (event.site !== site) return
      refresh.soon()
      if (event.kind === 'finding') tell(event)
    }
    for (const kind of KINDS) source.addEventListener(kind, onEvent)
    return () => {
      source.close()
      refresh.stop()
    }
  }, [tenant, site, queries])
  return state
}

/** At most one refresh in a while, and one after the last event. */
function createRefresher(queries: QueryClient, place: Place) {
  let timer: ReturnType<typeof setTimeout> | null = null
  const all = () => void queries.invalidateQueries({ queryKey: keyOf(place) })
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = null
      if (!document.hidden) all()
    }, REFRESH_EVERY)
  }
  const onShown = () => {
    if (!document.hidden) soon()
  }
  document.addEventListener('visibilitychange', onShown)
  const stop = () => {
    if (timer) clearTimeout(timer)
    document.removeEventListener('visibilitychange', onShown)
  }
  return { all, soon, stop }
}
