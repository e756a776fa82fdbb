// Devices that were heard and that no list of assets names.
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { AssetLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { NextPage } from '../../shared/next-page.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Failed, Rows } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { useWords } from '../../shared/words.ts'
import { unlistedFile, unlistedQuery } from './data.ts'

export function UnlistedTab() {
  const { t } = useTranslation()
  const here = useHere()
  const words = useWords()
  const query = useInfiniteQuery(unlistedQuery(here))
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Rows />
  const rows = query.data.pages.flatMap(({ items }) => items)
  if (rows.length === 0)
    return (
      <Panel>
        <Empty title={t('known.allListed')} />
      </Panel>
    )
  return (
    <Panel
      flush
      title={t('known.unlisted')}
      aside={
        <Button size="xs" variant="default" component="a" href={unlistedFile(here)} download>
          CSV
        </Button>
      }
    >
      <Table
        label={t('known.unlisted')}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            name: t('known.device'),
            cell: ({ id, name, ip, mac }) => (
              <AssetLink id={id}>
                <Name text={name ?? ip[0] ?? mac[0] ?? id} />
              </AssetLink>
            ),
          },
          { name: t('known.addresses'), cell: ({ ip, mac }) => <Name text={[...ip, ...mac].join(' ')} mono /> },
          {
            name: t('known.made'),
            cell: ({ vendor, model }) => <Name text={[vendor, model].filter(Boolean).join(' ')} fallback="–" />,
          },
          { name: t('column.role'), cell: ({ role }) => (role === null ? '–' : words.role(role)) },
          { name: t('column.last'), cell: ({ last }) => (last === null ? '–' : <Moment at={last} />) },
        ]}
      />
      <NextPage query={query}>{t('known.more')}</NextPage>
    </Panel>
  )
}
