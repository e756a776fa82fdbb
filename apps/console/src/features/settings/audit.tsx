// Who changed what.
import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { isMissing } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { NextPage } from '../../shared/next-page.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Failed, Rows } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { auditQuery, type Entry } from './data.ts'

export function AuditTab({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(auditQuery(useHere().tenant))
  const words = text.toLowerCase()
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  const shown = rows.filter(entry => JSON.stringify(entry).toLowerCase().includes(words))
  return (
    <Panel
      flush
      title={t('settings.audit')}
      aside={
        <TextInput
          type="search"
          size="xs"
          w={200}
          aria-label={t('settings.filter')}
          placeholder={t('settings.filter')}
          value={text}
          onChange={event => onText(event.currentTarget.value)}
        />
      }
    >
      {query.isPending ? (
        <Rows />
      ) : query.isError && rows.length === 0 ? (
        isMissing(query.error) ? (
          <Empty icon="info" title={t('missing.title')} />
        ) : (
          <Failed error={query.error} retry={() => void query.refetch()} />
        )
      ) : (
        <Entries rows={shown} />
      )}
      <NextPage query={query}>{t('settings.older')}</NextPage>
    </Panel>
  )
}

function Entries({ rows }: { readonly rows: readonly Entry[] }) {
  const { t } = useTranslation()
  return (
    <Table
      label={t('settings.audit')}
      rows={rows}
      keyOf={({ id }) => String(id)}
      columns={[
        { name: t('settings.when'), cell: ({ at }) => <Moment at={microsOf(at)} as="short" /> },
        { name: t('settings.who'), cell: ({ who }) => <Name text={who} /> },
        { name: t('settings.action'), cell: ({ action }) => <Name text={action} mono /> },
        { name: t('settings.object'), cell: ({ object }) => <Name text={object} /> },
        { name: t('settings.site'), cell: ({ site }) => <Name text={site} /> },
        { name: t('settings.detail'), cell: ({ detail }) => <Name text={wordsOf(detail)} mono fallback="" /> },
      ]}
    />
  )
}

/** `role=analyst site=*`, cut where it is long. */
const wordsOf = (detail: object): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
    .slice(0, 160)
