// Looking for something in everything that was heard.
import { Button, Select, Tabs } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { huntText } from '../../shared/hunt-link.tsx'
import { Page } from '../../shared/page.tsx'
import { Empty, Failed, Loaded, Rows } from '../../shared/states.tsx'
import { fieldsQuery, huntQuery } from './data.ts'
import { Exports } from './exports.tsx'
import { Groups } from './groups.tsx'
import { Histogram } from './histogram.tsx'
import styles from './hunt.module.css'
import { type Fields, parse, type Term, wordOf } from './parse.ts'
import { QueryBar } from './query-bar.tsx'
import { absolute, rangeOf, USUAL } from './range.ts'
import { HuntRows } from './rows.tsx'
import { RuleTab } from './rule-tab.tsx'
import { SavedHunts } from './saved.tsx'
import { type HuntSearch, huntSearchOf, tabs } from './search.ts'
import { SqlTab } from './sql-tab.tsx'
import { TimeSelect } from './time-select.tsx'

const route = getRouteApi('/$tenant/$site/hunt')
const GROUPED = 'protocol'

export function HuntPage() {
  const { t } = useTranslation()
  const fields = useQuery(fieldsQuery)
  return (
    <Page title={t('page.hunt')} fill>
      <Loaded query={fields}>{known => <Hunt fields={known} />}</Loaded>
    </Page>
  )
}

function useChange(search: HuntSearch) {
  const navigate = useNavigate()
  return (change: Partial<Record<keyof HuntSearch, unknown>>) =>
    void navigate({ to: '.', search: huntSearchOf({ ...search, ...change }) })
}

function Hunt({ fields }: { readonly fields: Fields }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const change = useChange(search)
  const { q = '', range = USUAL, group, tab = 'rows', sql } = search
  const { terms, fault } = useMemo(() => parse(q, fields), [q, fields])
  const field = group !== undefined && fields.has(group) && fields.get(group) !== 'zone' ? group : GROUPED
  const isSql = tab === 'sql'
  return (
    <>
      {!isSql && (
        <div className={styles.bar}>
          <QueryBar asked={q} fields={fields} range={range} onAsk={text => change({ q: text })} />
          <TimeSelect range={range} onRange={next => change({ range: next === USUAL ? undefined : next })} />
        </div>
      )}
      <Tabs
        value={tab}
        onChange={next => change({ tab: next === 'rows' ? undefined : next, group: next === 'groups' ? field : group })}
        mb={10}
      >
        <Tabs.List>
          {tabs.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`hunt.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {isSql ? (
        <div className={styles.results}>
          <SqlTab sql={sql} onSql={next => change({ sql: next })} />
        </div>
      ) : fault ? (
        <Empty icon="hunt" title={t('hunt.notUnderstood')}>
          <p>{t(`hunt.fault-${fault.code}`)}</p>
        </Empty>
      ) : (
        <Answer terms={terms} field={field} fields={fields} change={change} />
      )}
    </>
  )
}

type AnswerProps = {
  readonly terms: readonly Term[]
  readonly field: string
  readonly fields: Fields
  readonly change: ReturnType<typeof useChange>
}

function Answer({ terms, field, fields, change }: AnswerProps) {
  const here = useHere()
  const { q, range = USUAL, tab = 'rows', group } = route.useSearch()
  const query = useInfiniteQuery(huntQuery(here, { terms, range, group: tab === 'groups' ? field : undefined }))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const first = query.data?.pages[0]
  const rows = useMemo(() => query.data?.pages.flatMap(page => page.rows) ?? [], [query.data])
  if (query.isError && !first) return <Failed error={query.error} retry={() => void query.refetch()} />
  if (!first) return <Rows />
  const shown = rangeOf(range, first.body.to)!
  return (
    <>
      <div className={styles.tools}>
        {tab === 'groups' && <FieldSelect fields={fields} field={field} onField={next => change({ group: next })} />}
        <Count histogram={first.histogram.bars} shown={rows.length} />
        <span style={{ marginLeft: 'auto' }} />
        <Exports rows={rows} />
        <SavedHunts
          data={{ q: q ?? '', range, ...(group ? { group } : {}) }}
          onOpen={data => change({ q: data.q, range: data.range, group: data.group })}
        />
      </div>
      {tab !== 'rule' && (
        <Histogram
          histogram={first.histogram}
          range={shown}
          onRange={(from, to) => change({ range: absolute(from, to) })}
        />
      )}
      <div className={styles.results}>
        {tab === 'rule' ? (
          <RuleTab terms={terms} />
        ) : tab === 'groups' ? (
          <Groups
            groups={first.groups ?? []}
            field={field}
            onNarrow={value => change({ q: textOf([...terms, { field, op: 'is', value }]), tab: undefined })}
          />
        ) : rows.length === 0 ? (
          <Nothing onLonger={() => change({ range: '7d' })} />
        ) : (
          <HuntRows rows={rows} onEnd={more} />
        )}
      </div>
    </>
  )
}

const textOf = (terms: readonly Term[]): string =>
  huntText(terms.map(({ field, op, value }) => [field, wordOf(op), value] as const))

function Nothing({ onLonger }: { readonly onLonger: () => void }) {
  const { t } = useTranslation()
  return (
    <Empty icon="hunt" title={t('hunt.none')}>
      <p>{t('hunt.noneText')}</p>
      <Button mt="sm" size="xs" variant="default" onClick={onLonger}>
        {t('hunt.longer')}
      </Button>
    </Empty>
  )
}

type FieldProps = {
  readonly fields: Fields
  readonly field: string
  readonly onField: (field: string | undefined) => void
}

function FieldSelect({ fields, field, onField }: FieldProps) {
  const { t } = useTranslation()
  return (
    <Select
      size="xs"
      w={180}
      searchable
      aria-label={t('hunt.groupBy')}
      data={[...fields.keys()].filter(name => fields.get(name) !== 'zone')}
      value={field}
      onChange={next => onField(next ?? undefined)}
    />
  )
}

function Count({
  histogram,
  shown,
}: {
  readonly histogram: readonly { readonly rows: number }[]
  readonly shown: number
}) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const rows = histogram.reduce((sum, bar) => sum + bar.rows, 0)
  return <span className="dim">{t('hunt.found', { rows: number.format(rows), shown: number.format(shown) })}</span>
}
