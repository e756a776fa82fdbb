// The queue: what waits for somebody, the gravest first. A finding opens beside it.
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet, useParams } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page } from '../../shared/page.tsx'
import { Empty, Failed, Rows } from '../../shared/states.tsx'
import { Count } from '../../shared/total.tsx'
import { findingsQuery } from './api.ts'
import { Filters } from './filters.tsx'
import { FindingList } from './finding-list.tsx'
import styles from './findings-page.module.css'
import type { FindingSearch } from './search.ts'
import { useSelection } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'

const route = getRouteApi('/$tenant/$site/findings')

export function FindingsPage() {
  const { t } = useTranslation()
  const here = useHere()
  const search = route.useSearch()
  const { finding: open } = useParams({ strict: false })
  const query = useInfiniteQuery(findingsQuery(here, search))
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  const selection = useSelection(rows)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return (
    <Page
      title={t('page.findings')}
      fill
      aside={query.data && <Count total={query.data.pages[0]?.total} shown={rows.length} />}
    >
      <Filters search={search} />
      <div className={styles.split} data-open={open !== undefined}>
        <div className={styles.list}>
          {query.isPending ? (
            <Rows />
          ) : query.isError && rows.length === 0 ? (
            <Failed error={query.error} retry={() => void query.refetch()} />
          ) : rows.length === 0 ? (
            <Nothing search={search} />
          ) : (
            <FindingList rows={rows} open={open ?? null} selection={selection} onEnd={more} />
          )}
          <SelectionBar ids={selection.ids} onClear={selection.clear} />
        </div>
        <Outlet />
      </div>
    </Page>
  )
}

function Nothing({ search }: { readonly search: FindingSearch }) {
  const { t } = useTranslation()
  const isFiltered = Object.keys(search).length > 0
  return (
    <Empty icon={isFiltered ? 'filter' : 'check'} title={t(isFiltered ? 'findings.noneFit' : 'findings.none')}>
      <p>{t(isFiltered ? 'findings.noneFitText' : 'findings.noneText')}</p>
    </Empty>
  )
}
