// Orders of a file: what is in it is shown before anything is taken.
import { Button, FileInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type Imported, importFile, workKey } from './data.ts'
import styles from './work.module.css'

export function ImportPanel({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const here = useHere()
  const [file, setFile] = useState<File | null>(null)
  const [seen, setSeen] = useState<Imported | null>(null)
  const look = useAct((next: File) => importFile(here, next, { dry: true }), { onDone: setSeen })
  const take = useAct(() => importFile(here, file!, { leave: true }), { renews: [workKey(here)], onDone })
  return (
    <Panel title={t('orders.import')}>
      <FileInput
        label={t('orders.file')}
        description={t('orders.fileText')}
        accept=".ics,.csv,text/calendar,text/csv"
        value={file}
        onChange={next => {
          setFile(next)
          setSeen(null)
          if (next) look.mutate(next)
        }}
      />
      {seen && (
        <>
          {seen.faults.length > 0 && (
            <ul className={styles.faults} role="alert">
              {seen.faults.map(({ line, message }) => (
                <li key={`${line} ${message}`}>{line > 0 ? t('orders.line', { line, message }) : message}</li>
              ))}
              {seen.more > 0 && <li>{t('orders.moreFaults', { count: seen.more })}</li>}
            </ul>
          )}
          {seen.orders.length > 0 && (
            <Table
              label={t('orders.preview')}
              rows={seen.orders}
              keyOf={({ line, id }) => `${line} ${id}`}
              columns={[
                { name: t('orders.id'), cell: ({ id }) => <Name text={id ?? ''} fallback="" mono /> },
                { name: t('orders.title'), cell: ({ work }) => <Name text={work.title} /> },
                { name: t('orders.what'), cell: ({ what }) => t(`orders.import-${what}`) },
                { name: t('orders.assets'), cell: ({ work }) => <Name text={work.assets.join(', ')} mono /> },
              ]}
            />
          )}
          <div className={styles.buttons}>
            <Button disabled={seen.orders.length === 0} loading={take.isPending} onClick={() => take.mutate()}>
              {t('orders.take', { count: seen.orders.length })}
            </Button>
          </div>
        </>
      )}
    </Panel>
  )
}
