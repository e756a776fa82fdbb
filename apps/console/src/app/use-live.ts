// What happens at the site, as it happens: pages are refreshed, grave findings are told.
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Place } from '../shared/api.ts'
import { useHere } from '../shared/here.tsx'
import { keyOf } from '../shared/queries.ts'
import type { LiveEvent } from '../shared/wire.ts'
import { createTeller } from './tell-finding.tsx'

export type LiveState = 'waiting' | 'live' | 'lost'

/** What each event makes old: nouns of query keys, and ms in which that is told once at most. */
const STALE = {
  commit: { nouns: ['overview', 'asset', 'links'], every: 10_000 },
  finding: { nouns: ['overview', 'findings', 'finding', 'recent'], every: 1500 },
  sensor: { nouns: ['overview'], every: 5000 },
  incident: { nouns: ['incidents', 'incident', 'finding'], every: 500 },
  upload: { nouns: ['uploads', 'overview'], every: 1000 },
} as const satisfies Record<LiveEvent['kind'], { readonly nouns: readonly string[]; readonly every: number }>
const kinds = Object.keys(STALE) as LiveEvent['kind'][]

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
      refresh.soon(event.kind)
      if (event.kind === 'finding') tell(event)
    }
    for (const kind of kinds) source.addEventListener(kind, onEvent)
    return () => {
      source.close()
      refresh.stop()
    }
  }, [tenant, site, queries])
  return state
}

/** For each kind of event at most one refresh in a while, and one after the last. Nothing while nobody looks. */
function createRefresher(queries: QueryClient, place: Place) {
  const timers = new Map<LiveEvent['kind'], ReturnType<typeof setTimeout>>()
  const missed = new Set<LiveEvent['kind']>()
  const now = (kind: LiveEvent['kind']) => {
    timers.delete(kind)
    if (document.hidden) missed.add(kind)
    else for (const noun of STALE[kind].nouns) void queries.invalidateQueries({ queryKey: keyOf(place, noun) })
  }
  const soon = (kind: LiveEvent['kind']) => {
    if (!timers.has(kind)) timers.set(kind, setTimeout(now, STALE[kind].every, kind))
  }
  const onShown = () => {
    if (document.hidden) return
    for (const kind of missed) now(kind)
    missed.clear()
  }
  document.addEventListener('visibilitychange', onShown)
  const stop = () => {
    for (const timer of timers.values()) clearTimeout(timer)
    document.removeEventListener('visibilitychange', onShown)
  }
  return { all: () => void queries.invalidateQueries({ queryKey: keyOf(place) }), soon, stop }
}
