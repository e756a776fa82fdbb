// Threat feeds of the organisation, and those that the provider gives to all.
import { Button, FileInput } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Answer, call, errorOf } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { IntelligencePanel } from './intelligence.tsx'
import styles from './settings.module.css'

type Feed = Answer<'GET /api/tenants/{tenant}/feeds'>['items'][number]

const feedsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['feeds', tenant],
    queryFn: async ({ signal }) =>
      (await call('GET /api/tenants/{tenant}/feeds', { path: { tenant } }, { signal })).items,
  })

async function putFeed(tenant: string, file: File): Promise<void> {
  const path = `/api/tenants/${encodeURIComponent(tenant)}/feeds/${encodeURIComponent(file.name.slice(0, 100))}`
  const headers = { 'content-type': 'application/octet-stream' }
  const response = await fetch(path, { method: 'PUT', body: file, headers, credentials: 'same-origin' })
  if (!response.ok) throw errorOf(response.status, await response.text())
}

export function FeedsTab() {
  const { may } = useHere()
  return (
    <div className={styles.stack}>
      <ThreatFeeds />
      {may('feed.write') && <IntelligencePanel />}
    </div>
  )
}

function ThreatFeeds() {
  const { t } = useTranslation()
  const { tenant, may } = useHere()
  const query = useQuery(feedsQuery(tenant))
  const put = useAct((file: File) => putFeed(tenant, file), { renews: [feedsQuery(tenant).queryKey] })
  return (
    <Panel
      flush
      title={t('feeds.title')}
      aside={
        may('feed.write') && (
          <FileInput
            size="xs"
            w={220}
            aria-label={t('feeds.upload')}
            placeholder={t('feeds.upload')}
            leftSection={<Icon name="upload" size={14} />}
            value={null}
            disabled={put.isPending}
            onChange={file => file && put.mutate(file)}
          />
        )
      }
    >
      <LoadedIfThere query={query}>
        {rows =>
          rows.length === 0 ? (
            <Empty icon="filter" title={t('feeds.none')}>
              <p>{t('feeds.noneText')}</p>
            </Empty>
          ) : (
            <Feeds rows={rows} />
          )
        }
      </LoadedIfThere>
    </Panel>
  )
}

function Feeds({ rows }: { readonly rows: readonly Feed[] }) {
  const { t } = useTranslation()
  const { tenant, may } = useHere()
  const remove = useAct(
    (feed: string) => call('DELETE /api/tenants/{tenant}/feeds/{feed}', { path: { tenant, feed } }),
    { renews: [feedsQuery(tenant).queryKey] },
  )
  return (
    <Table
      label={t('feeds.title')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('feeds.name'), cell: ({ name }) => <Name text={name} /> },
        { name: t('feeds.owner'), cell: ({ owner }) => t(`feeds.owner-${owner}`) },
        { name: t('feeds.indicators'), cell: ({ indicators }) => indicators, number: true },
        {
          name: t('feeds.faults'),
          cell: ({ faults }) => (
            <Name text={faults.map(({ line, message }) => `${line}: ${message}`).join(' ')} fallback="–" />
          ),
        },
        { name: t('feeds.changed'), cell: ({ changed_at }) => <Moment at={microsOf(changed_at)} /> },
        {
          name: t('feeds.until'),
          cell: ({ expires_at, over }) => (over ? t('feeds.over') : <Moment at={microsOf(expires_at)} as="short" />),
        },
        {
          name: '',
          number: true,
          cell: ({ id, owner }) =>
            owner === 'tenant' && may('feed.write') ? (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => remove.mutate(id)}>
                {t('feeds.remove')}
              </Button>
            ) : null,
        },
      ]}
    />
  )
}
