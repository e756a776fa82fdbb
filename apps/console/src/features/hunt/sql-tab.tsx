// The same activity in SQL.
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '../../shared/download.ts'
import { useHere } from '../../shared/here.tsx'
import { isMissing } from '../../shared/missing.tsx'
import { Name } from '../../shared/name.tsx'
import { csvOf } from './csv.ts'
import { askSql, type Table } from './data.ts'
import styles from './hunt.module.css'

const FIRST =
  'SELECT protocol, verb, count() AS rows, sum(count) AS operations\nFROM activity\nGROUP BY protocol, verb\nORDER BY rows DESC\nLIMIT 50'

export function SqlTab({ sql, onSql }: { readonly sql: string | undefined; readonly onSql: (sql: string) => void }) {
  const { t } = useTranslation()
  const here = useHere()
  const [text, setText] = useState(sql ?? FIRST)
  const { mutate, data, error, isPending } = useMutation({ mutationFn: () => askSql(here, text) })
  const run = () => {
    onSql(text)
    mutate()
  }
  return (
    <div className={styles.pad}>
      <Textarea
        aria-label="SQL"
        description={t('hunt.sqlText')}
        value={text}
        autosize
        minRows={5}
        maxRows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run()
        }}
      />
      <div style={{ display: 'flex', gap: 8, margin: '10px 0' }}>
        <Button size="xs" onClick={run} loading={isPending}>
          {t('hunt.run')}
        </Button>
        {data && (
          <Button size="xs" variant="default" onClick={() => save(data)}>
            CSV
          </Button>
        )}
      </div>
      {error && (
        <p role="alert" style={{ color: 'var(--severity-high)' }}>
          {isMissing(error) ? t('missing.text') : error.message}
        </p>
      )}
      {data && <ResultTable table={data} />}
    </div>
  )
}

const wordOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

function save({ columns, rows }: Table): void {
  const head = columns.map(({ name }) => name)
  download(
    'hunt.csv',
    csvOf(
      head,
      rows.map(row => row.map(wordOf)),
    ),
    'text/csv',
  )
}

function ResultTable({ table: { columns, rows, cut } }: { readonly table: Table }) {
  const { t } = useTranslation()
  return (
    <>
      <p className="dim">
        {cut ? t('hunt.sqlCut', { count: rows.length }) : t('hunt.sqlRows', { count: rows.length })}
      </p>
      <div style={{ overflow: 'auto' }}>
        <table style={{ borderCollapse: 'collapse', fontSize: 12.5 }}>
          <thead>
            <tr>
              {columns.map(({ name, type }) => (
                <th key={name} title={type} style={{ textAlign: 'left', padding: '4px 18px 4px 0' }}>
                  <Name text={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a question have no name
              <tr key={index} style={{ borderTop: '1px solid var(--line)' }}>
                {row.map((cell, column) => (
                  <td key={columns[column]?.name ?? column} style={{ padding: '4px 18px 4px 0' }}>
                    <Name text={wordOf(cell)} mono fallback="" />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
