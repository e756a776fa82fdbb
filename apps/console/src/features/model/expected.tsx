// Documents of what should be there, and how it compares with what was heard.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { keyOf } from '../../shared/queries.ts'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { type ExpectedRow, expectationQuery, expectedQuery, putExpected, removeExpected } from './data.ts'
import styles from './model.module.css'

export function Expected() {
  const { t } = useTranslation()
  const here = useHere()
  const input = useRef<HTMLInputElement>(null)
  const query = useQuery(expectedQuery(here))
  const renews = [keyOf(here, 'expected'), keyOf(here, 'expectation')]
  const put = useAct((file: File) => putExpected(here, file), { renews })
  const remove = useAct((file: string) => removeExpected(here, file), { renews })
  const mayWrite = here.may('site.write')
  return (
    <div className={styles.stack}>
      <Panel
        flush
        title={t('model.expected')}
        aside={
          mayWrite && (
            <Button
              size="xs"
              leftSection={<Icon name="upload" size={14} />}
              loading={put.isPending}
              onClick={() => input.current?.click()}
            >
              {t('model.import')}
            </Button>
          )
        }
      >
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.txt,.ede,.xml,.gsdml"
          onChange={event => {
            const file = event.currentTarget.files?.[0]
            if (file) put.mutate(file)
            event.currentTarget.value = ''
          }}
        />
        <LoadedIfThere query={query}>
          {rows =>
            rows.length === 0 ? (
              <Empty icon="model" title={t('model.noExpected')}>
                <p>{t('model.noExpectedText')}</p>
              </Empty>
            ) : (
              <Documents rows={rows} onRemove={mayWrite ? file => remove.mutate(file) : null} />
            )
          }
        </LoadedIfThere>
      </Panel>
      {query.data && query.data.length > 0 && <Comparison />}
    </div>
  )
}

function Documents({
  rows,
  onRemove,
}: {
  readonly rows: readonly ExpectedRow[]
  readonly onRemove: ((file: string) => void) | null
}) {
  const { t } = useTranslation()
  return (
    <Table
      label={t('model.expected')}
      rows={rows}
      keyOf={({ file }) => file}
      columns={[
        { name: t('model.file'), cell: ({ file }) => <Name text={file} /> },
        { name: t('model.format'), cell: ({ format }) => <Name text={format} /> },
        { name: t('model.devices'), number: true, cell: ({ devices }) => devices },
        { name: t('model.types'), number: true, cell: ({ types }) => types },
        { name: t('model.faults'), number: true, cell: ({ faults }) => faults },
        { name: t('model.when'), cell: ({ added_at }) => <Moment at={microsOf(added_at)} /> },
        {
          name: '',
          number: true,
          cell: ({ file }) =>
            onRemove && (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => onRemove(file)}>
                {t('model.remove')}
              </Button>
            ),
        },
      ]}
    />
  )
}

/** How many there are in each list of the comparison, and the first of them. */
function Comparison() {
  const { t } = useTranslation()
  const query = useQuery(expectationQuery(useHere()))
  return (
    <Panel title={t('model.comparison')}>
      <LoadedIfThere query={query}>
        {expectation => {
          const lists = Object.entries(expectation).filter((pair): pair is [string, unknown[]] =>
            Array.isArray(pair[1]),
          )
          return (
            <dl className={styles.comparison}>
              {lists.map(([name, list]) => (
                <div key={name}>
                  <dt>
                    <Name text={name} />
                  </dt>
                  <dd>
                    <strong>{list.length}</strong> <Name text={list.slice(0, 12).map(wordOf).join(', ')} fallback="" />
                  </dd>
                </div>
              ))}
            </dl>
          )
        }}
      </LoadedIfThere>
    </Panel>
  )
}

/** What a device of the comparison is called. */
function wordOf(entry: unknown): string {
  if (typeof entry === 'string') return entry
  const { name, device, asset, id, ip } = entry as Record<string, unknown>
  const inner = typeof device === 'object' && device !== null ? (device as Record<string, unknown>).name : device
  return String(name ?? inner ?? asset ?? id ?? ip ?? '?')
}
