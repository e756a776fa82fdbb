// Vulnerabilities of the devices of the site, the most urgent first, and how old what is known of them is.
import { SegmentedControl } from '@mantine/core'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { call, type Place } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { AssetLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { NextPage } from '../../shared/next-page.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { keyOf } from '../../shared/queries.ts'
import { Empty, Failed, Rows } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { Exploited, Urgency, type Vulnerability } from '../../shared/vulnerability.tsx'
import { type Show, shows } from './search.ts'
import styles from './vulnerabilities.module.css'

const route = getRouteApi('/$tenant/$site/vulnerabilities')

const vulnerabilitiesQuery = (place: Place, show: Show) =>
  infiniteQueryOptions({
    queryKey: keyOf(place, 'vulnerabilities', show),
    queryFn: ({ signal, pageParam }) =>
      call(
        'GET /api/tenants/{tenant}/sites/{site}/vulnerabilities',
        {
          path: { tenant: place.tenant, site: place.site },
          query: {
            limit: 100,
            ...(pageParam ? { after: pageParam } : {}),
            ...(show === 'known' ? { known: true } : show === 'all' ? {} : { urgency: show }),
          },
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: page => page.next,
  })

export function VulnerabilitiesPage() {
  const { t } = useTranslation()
  const { show = 'all' } = route.useSearch()
  const navigate = useNavigate()
  const query = useInfiniteQuery(vulnerabilitiesQuery(useHere(), show))
  const run = query.data?.pages[0]?.run ?? null
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page title={t('page.vulnerabilities')}>
      <div className={styles.stack}>
        <SegmentedControl
          size="xs"
          className={styles.show}
          aria-label={t('vulns.show')}
          value={show}
          data={shows.map(value => ({ value, label: t(`vulns.show-${value}`) }))}
          onChange={next => void navigate({ to: '.', search: { show: next as Show }, replace: true })}
        />
        {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
        {query.isPending && <Rows />}
        {query.data && run === null && (
          <Panel>
            <Empty icon="findings" title={t('vulns.none')}>
              <p>{t('vulns.noneText')}</p>
            </Empty>
          </Panel>
        )}
        {run && (
          <Panel flush title={t('vulns.title', { count: run.total, devices: run.devices })}>
            {rows.length === 0 ? <Empty title={t('vulns.nothing')} /> : <Found rows={rows} />}
            <NextPage query={query}>{t('known.more')}</NextPage>
          </Panel>
        )}
        {run && (
          <Panel title={t('vulns.age')}>
            <ul className={styles.age} lang="en">
              {run.age.map(sentence => (
                <li key={sentence}>
                  <Name text={sentence} />
                </li>
              ))}
            </ul>
            <p className="dim">
              {t('vulns.matched')} <Moment at={microsOf(run.at)} />
            </p>
          </Panel>
        )}
      </div>
    </Page>
  )
}

function Found({ rows }: { readonly rows: readonly Vulnerability[] }) {
  const { t, i18n } = useTranslation()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <Table
      label={t('page.vulnerabilities')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('vulns.urgency'), cell: row => <Urgency row={row} /> },
        {
          name: t('known.device'),
          cell: ({ asset, asset_name }) => (
            <AssetLink id={asset}>
              <Name text={asset_name} />
            </AssetLink>
          ),
        },
        {
          name: t('vulns.vulnerability'),
          cell: row => (
            <>
              <Name text={row.vulnerability} mono /> <Exploited row={row} />
              <div className="dim" lang="en">
                <Name text={String((row.data as { title?: string }).title ?? '')} fallback="" />
              </div>
            </>
          ),
        },
        { name: t('vulns.verdict'), cell: ({ verdict }) => t(`vulns.verdict-${verdict}`, { defaultValue: verdict }) },
        { name: 'CVSS', number: true, cell: ({ score }) => score ?? '–' },
        {
          name: 'EPSS',
          number: true,
          cell: ({ likelihood }) => (likelihood === null ? '–' : percent.format(likelihood)),
        },
        { name: t('vulns.since'), cell: ({ first_at }) => <Moment at={microsOf(first_at)} /> },
      ]}
    />
  )
}
