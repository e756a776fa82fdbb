// Rows of the queue. Nothing of a device is in them before the customer is entered, which the customer sees.
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../shared/moment.tsx'
import { NextPage } from '../../shared/next-page.tsx'
import { Panel } from '../../shared/page.tsx'
import { useRuleTitle } from '../../shared/rule-title.ts'
import { SeverityMark } from '../../shared/severity.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { type Column, Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { relative } from '../../shared/time.ts'
import { useSay } from '../../shared/use-say.ts'
import { type FindingRow, findingsQuery, type IncidentRow, incidentsQuery, type QueueFilter } from './data.ts'
import { EnterDialog, type Goal } from './enter.tsx'

/** `new-device` as words: titles that customers wrote stay with them. */
const wordsOf = (rule: string): string => rule.charAt(0).toUpperCase() + rule.slice(1).replaceAll('-', ' ')

type Common = FindingRow | IncidentRow

export function FindingsQueue({ filter }: { readonly filter: QueueFilter }) {
  const { t } = useTranslation()
  const titleOf = useRuleTitle()
  const query = useInfiniteQuery(findingsQuery(filter))
  return (
    <Queue<FindingRow>
      query={query}
      title={t('provider.tab-findings')}
      page="findings"
      columns={[
        { name: t('provider.rule'), cell: ({ rule }) => plain(titleOf({ rule, title: wordsOf(rule) }), 80) },
        { name: t('provider.age'), cell: ({ last }) => <Age at={last} /> },
        { name: t('provider.state'), cell: ({ status }) => t(`status.${status as 'open'}`) },
      ]}
    />
  )
}

export function IncidentsQueue({ filter }: { readonly filter: QueueFilter }) {
  const { t } = useTranslation()
  const { state: stateOf } = useSay()
  const query = useInfiniteQuery(incidentsQuery(filter))
  return (
    <Queue<IncidentRow>
      query={query}
      title={t('provider.tab-incidents')}
      page="incidents"
      columns={[
        { name: t('provider.incident'), cell: ({ id, playbook }) => plain(playbook ? `${id} (${playbook})` : id, 60) },
        { name: t('provider.findings'), number: true, cell: ({ findings }) => findings },
        { name: t('provider.age'), cell: ({ opened }) => <Age at={opened} /> },
        { name: t('provider.state'), cell: ({ state }) => stateOf(state) },
      ]}
    />
  )
}

type Props<T> = {
  readonly query: ReturnType<typeof useInfiniteQuery<{ items: readonly T[]; next: string | null }>> | unknown
  readonly title: string
  readonly page: Goal['page']
  readonly columns: readonly Column<T>[]
}

type Paged<T> = {
  readonly data?: { readonly pages: readonly { readonly items: readonly T[] }[] }
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

function Queue<T extends Common>({ query, title, page, columns }: Props<T>) {
  const { t } = useTranslation()
  const [goal, setGoal] = useState<Goal | null>(null)
  const paged = query as Paged<T>
  const own: readonly Column<T>[] = [
    { name: t('provider.severity'), cell: ({ severity }) => <SeverityMark grade={severity as 'high'} /> },
    { name: t('provider.customer'), cell: ({ customer }) => plain(customer, 60) },
    { name: t('provider.site'), cell: ({ siteName }) => plain(siteName, 60) },
    ...columns,
    { name: t('provider.assignee'), cell: ({ assignee }) => plain(assignee ?? '–', 60) },
    {
      name: t('provider.enter'),
      cell: ({ tenant, site, id, customer }) => (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('provider.enterNamed', { customer, id })}
          onClick={() => setGoal({ tenant, site, id, customer, page })}
        >
          {t('provider.enter')}
        </Button>
      ),
    },
  ]
  return (
    <Panel flush title={title}>
      <Loaded query={query as Parameters<typeof Loaded<Paged<T>['data']>>[0]['query']}>
        {(): ReactNode => {
          const rows = paged.data?.pages.flatMap(({ items }) => items) ?? []
          if (rows.length === 0) return <Empty icon="check" title={t('provider.none')} />
          return (
            <Table
              label={title}
              rows={rows}
              keyOf={({ tenant, site, id }) => `${tenant}/${site}/${id}`}
              columns={own}
            />
          )
        }}
      </Loaded>
      <NextPage query={paged}>{t('provider.more')}</NextPage>
      {goal && <EnterDialog goal={goal} onClose={() => setGoal(null)} />}
    </Panel>
  )
}

function Age({ at }: { readonly at: number }) {
  const { i18n } = useTranslation()
  const now = useNow()
  return <time dateTime={new Date(at / 1000).toISOString()}>{relative(at, now, i18n.language)}</time>
}
