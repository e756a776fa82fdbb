// Rows of a table, the device that each is about, by which rule, and where the two disagree.
import { Button, Group, NativeSelect, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { AssetLink } from '../../shared/links.tsx'
import { Name } from '../../shared/name.tsx'
import { NextPage } from '../../shared/next-page.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Failed, Rows } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { fileOf, type List, type ListRow, rowsQuery } from './data.ts'
import styles from './known.module.css'
import { type KnownSearch, kinds, type Which } from './search.ts'

type Props = {
  readonly lists: readonly List[]
  readonly list: string | undefined
  readonly which: Which
  readonly onShow: (search: KnownSearch) => void
}

export function RowsTab({ lists, list, which, onShow }: Props) {
  const { t } = useTranslation()
  const here = useHere()
  const chosen = lists.find(({ id }) => id === list)
  if (!chosen)
    return (
      <Panel>
        <Empty icon="assets" title={t('known.none')}>
          <p>{t('known.noneText')}</p>
        </Empty>
      </Panel>
    )
  return (
    <div className={styles.stack}>
      <Group gap="sm">
        <NativeSelect
          size="xs"
          aria-label={t('known.list')}
          value={chosen.id}
          data={lists.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={event => onShow({ tab: 'rows', list: event.currentTarget.value, which })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('known.which')}
          value={which}
          data={kinds.map(value => ({ value, label: t(`known.which-${value}`) }))}
          onChange={next => onShow({ tab: 'rows', list: chosen.id, which: next as Which })}
        />
        <Button size="xs" variant="default" component="a" href={fileOf(here, chosen.id, which)} download>
          CSV
        </Button>
      </Group>
      <RowTable key={`${chosen.id} ${which}`} list={chosen} which={which} />
    </div>
  )
}

function RowTable({ list, which }: { readonly list: List; readonly which: Which }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(rowsQuery(useHere(), list.id, which))
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Rows />
  const rows = query.data.pages.flatMap(({ items }) => items)
  if (rows.length === 0)
    return (
      <Panel>
        <Empty title={t('known.noRows')} />
      </Panel>
    )
  return (
    <Panel flush>
      <Table
        label={list.name}
        rows={rows}
        keyOf={({ line }) => String(line)}
        columns={[
          { name: t('known.line'), number: true, cell: ({ line }) => line },
          { name: t('known.says'), cell: row => <Says row={row} /> },
          {
            name: t('known.addresses'),
            cell: ({ ip, mac }) => <Name text={[...ip, ...mac].join(' ')} fallback="–" mono />,
          },
          { name: t('known.device'), cell: row => <Device row={row} /> },
          { name: t('known.conflicts'), cell: row => <Conflicts row={row} /> },
        ]}
      />
      <NextPage query={query}>{t('known.more')}</NextPage>
    </Panel>
  )
}

function Says({ row: { values } }: { readonly row: ListRow }) {
  const { t } = useTranslation()
  const { name, ref: _, ...rest } = values
  const more = Object.entries(rest).map(
    ([field, value]) => `${t(`known.field-${field}`, { defaultValue: field })}: ${value}`,
  )
  return (
    <div className={styles.says}>
      {name && (
        <strong>
          <Name text={name} />
        </strong>
      )}
      <span className="dim">
        <Name text={more.join(' · ')} fallback="" />
      </span>
    </div>
  )
}

function Device({ row: { asset, rule } }: { readonly row: ListRow }) {
  const { t } = useTranslation()
  if (asset === null) return <span className="dim">{t('known.neverHeard')}</span>
  return (
    <>
      <AssetLink id={asset}>
        <Name text={asset} mono />
      </AssetLink>{' '}
      <span className="dim">{t(`known.by-${rule}`, { defaultValue: rule ?? '' })}</span>
    </>
  )
}

function Conflicts({ row: { conflicts } }: { readonly row: Pick<ListRow, 'conflicts'> }) {
  const { t } = useTranslation()
  if (conflicts.length === 0) return '–'
  return (
    <ul className={styles.conflicts}>
      {conflicts.map(({ attribute, expected, heard }) => (
        <li key={attribute}>
          <Name
            text={t('known.conflict', {
              attribute: t(`known.field-${attribute}`, { defaultValue: attribute }),
              expected,
              heard,
            })}
          />
        </li>
      ))}
    </ul>
  )
}
