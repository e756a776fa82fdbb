// The queue: what waits for a decision first, then the gravest. What is played stands apart.
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { useKeys } from '../../shared/keys.ts'
import { NextPage } from '../../shared/next-page.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { meQuery } from '../../shared/queries.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import type { IncidentRow } from '../../shared/wire.ts'
import { countsQuery, incidentsQuery } from './api.ts'
import { Filters } from './filters.tsx'
import { IncidentList } from './incident-list.tsx'
import styles from './incidents.module.css'
import { OpenDialog } from './open-dialog.tsx'
import type { IncidentSearch } from './search.ts'

const route = getRouteApi('/$tenant/$site/incidents')

export function IncidentsPage() {
  const { t } = useTranslation()
  const here = useHere()
  const search = route.useSearch()
  const { data: me } = useQuery(meQuery)
  const person = me?.person.id ?? ''
  const counts = useQuery(countsQuery(here, search, person))
  const [isOpening, setOpening] = useState(false)
  const real = useInfiniteQuery({
    ...incidentsQuery(here, search, person, false),
    enabled: search.only !== 'exercises',
  })
  const played = useInfiniteQuery({ ...incidentsQuery(here, search, person, true), enabled: search.only !== 'real' })
  const rows = [...rowsOf(search.only === 'exercises' ? undefined : real.data), ...rowsOf(played.data)]
  const at = useCursor(rows)
  const first = search.only === 'exercises' ? 0 : rowsOf(real.data).length
  return (
    <Page
      title={t('page.incidents')}
      aside={
        here.may('incident.work') && (
          <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setOpening(true)}>
            {t('incident.open')}
          </Button>
        )
      }
    >
      <Filters search={search} counts={counts.data} />
      <div className={styles.stack}>
        {search.only !== 'exercises' && <Part query={real} search={search} at={at} />}
        {search.only !== 'real' && (search.only === 'exercises' || rowsOf(played.data).length > 0) && (
          <Part query={played} search={search} at={at - first} title={t('incident.exercises')} />
        )}
      </div>
      {isOpening && <OpenDialog onClose={() => setOpening(false)} />}
    </Page>
  )
}

type Queue = ReturnType<typeof useInfiniteQuery<{ items: readonly IncidentRow[]; next: string | null }>>
const rowsOf = (data: Queue['data']): readonly IncidentRow[] => data?.pages.flatMap(({ items }) => items) ?? []

type PartProps = {
  readonly query: Queue
  readonly search: IncidentSearch
  readonly at: number
  readonly title?: string
}

function Part({ query, search, at, title }: PartProps) {
  const { t } = useTranslation()
  const isFiltered = Object.keys(search).some(name => name !== 'order')
  return (
    <Panel flush {...(title === undefined ? {} : { title })}>
      <Loaded query={query}>
        {data => {
          const rows = rowsOf(data)
          return rows.length === 0 ? (
            <Empty icon={isFiltered ? 'filter' : 'check'} title={t(isFiltered ? 'incident.noneFit' : 'incident.none')}>
              {t(isFiltered ? 'incident.noneFitText' : 'incident.noneText')}
            </Empty>
          ) : (
            <IncidentList rows={rows} at={at} />
          )
        }}
      </Loaded>
      <NextPage query={query}>{t('incident.more')}</NextPage>
    </Panel>
  )
}

/** j and k move, Enter opens. */
function useCursor(rows: readonly IncidentRow[]): number {
  const [own, setOwn] = useState(-1)
  const { tenant } = useHere()
  const navigate = useNavigate()
  const at = Math.min(own, rows.length - 1)
  const move = (step: number) => setOwn(Math.max(0, Math.min(rows.length - 1, at + step)))
  const row = rows[at]
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    enter: () =>
      row &&
      void navigate({
        to: '/$tenant/$site/incidents/$incident',
        params: { tenant, site: row.site, incident: row.id },
      }),
    escape: () => setOwn(-1),
  })
  return at
}
