// Every device of the site.
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page } from '../../shared/page.tsx'
import { Empty, Failed, Rows } from '../../shared/states.tsx'
import { Count } from '../../shared/total.tsx'
import { useWords } from '../../shared/words.ts'
import { assetsQuery } from './api.ts'
import { AssetTable } from './asset-table.tsx'
import styles from './assets-page.module.css'
import { useColumns } from './column-choice.ts'
import { ColumnMenu } from './column-menu.tsx'
import { ExportButton } from './export-button.tsx'
import { FacetList } from './facet-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useZoneNames } from './zone-names.ts'

const route = getRouteApi('/$tenant/$site/assets')

export function AssetsPage() {
  const { t } = useTranslation()
  const here = useHere()
  const filter = route.useSearch()
  const words = useWords()
  const zoneOf = useZoneNames()
  const [shown, choose] = useColumns()
  const query = useInfiniteQuery(assetsQuery(here, filter))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const rows = query.data?.pages.flatMap(({ items }) => items)
  const aside = (
    <>
      <ColumnMenu shown={shown} onChoose={choose} />
      <ExportButton filter={filter} shown={{ words, zoneOf }} />
    </>
  )
  return (
    <Page title={t('page.assets')} fill aside={aside}>
      <FilterBar
        filter={filter}
        count={rows && <Count total={query.data?.pages[0]?.total} shown={rows.length} />}
        zoneOf={zoneOf}
      />
      <div className={styles.split}>
        <FacetList filter={filter} zoneOf={zoneOf} />
        <div className={styles.table}>
          {!rows ? (
            query.isError ? (
              <Failed error={query.error} retry={() => void query.refetch()} />
            ) : (
              <Rows count={14} />
            )
          ) : rows.length === 0 ? (
            <Empty icon="assets" title={t('assets.none')}>
              {t('assets.noneText')}
            </Empty>
          ) : (
            <AssetTable rows={rows} columns={shown} shown={{ words, zoneOf }} onEnd={more} />
          )}
        </div>
      </div>
    </Page>
  )
}
