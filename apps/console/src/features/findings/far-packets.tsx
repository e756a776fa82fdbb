// Packets that lie at a sensor of another machine: what it was asked, and what came of it.
import type { Finding } from '@nautilus/model'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import type { Routes } from '../../shared/routes.ts'
import { exact, microsOf, short } from '../../shared/time.ts'

/** ms between two looks while the answer is on its way, and while the sensor is away. */
const SOON = 1500
const LATER = 10_000

export function FarPackets({ finding: { id, count } }: { readonly finding: Finding }) {
  const { t, i18n } = useTranslation()
  const { tenant, site, timeZone } = useHere()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['packet-question', tenant, site, id, count],
    queryFn: ({ signal }) =>
      call(
        'GET /api/tenants/{tenant}/sites/{site}/findings/{finding}/packet-question',
        { path: { tenant, site, finding: id } },
        { signal },
      ),
    refetchInterval: ({ state: { data: known } }) => {
      const state = known?.question?.state
      return state === 'asked' ? SOON : state === 'waiting' ? LATER : false
    },
  })
  const isKept = data?.question?.state === 'kept'
  // The file is there a moment before this says so.
  useEffect(() => {
    if (isKept) void queries.invalidateQueries({ queryKey: ['evidence', tenant, site, id] })
  }, [isKept, queries, tenant, site, id])
  const question = data?.question
  if (!question) return null
  const { name, why, reach, last_seen, asked_at } = question
  const time = (at: number | null) => (at === null ? '–' : short(at, i18n.language, timeZone))
  const says = t(`finding.far-${caseOf(question)}`, { name, why, reach: time(reach), seen: time(microsOf(last_seen)) })
  const asked = exact(microsOf(asked_at) ?? 0, i18n.language, timeZone)
  return (
    <p className="dim" style={{ margin: '8px 0 0' }} role="status" title={t('finding.farAsked', { at: asked })}>
      {says}
    </p>
  )
}

type Question = NonNullable<
  Routes['GET /api/tenants/{tenant}/sites/{site}/findings/{finding}/packet-question']['answer']['question']
>

/** Of a sensor that was revoked nobody waits for an answer. */
function caseOf({ state, reach, revoked_at }: Question): Question['state'] | 'revoked' | 'gone-all' {
  if (state === 'gone') return reach === null ? 'gone-all' : 'gone'
  return revoked_at !== null && (state === 'asked' || state === 'waiting') ? 'revoked' : state
}
