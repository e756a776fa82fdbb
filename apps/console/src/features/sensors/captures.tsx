// Capture files: dragged in here, analysed while one looks.
import { Button, Progress } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { sendCapture, type Upload, uploadsQuery } from './data.ts'
import { bytesOf } from './figures.ts'
import styles from './sensors.module.css'
import { useUploadProgress } from './use-upload-progress.ts'

type Sending = { readonly key: number; readonly name: string; readonly share: number; readonly error: string | null }

export function Captures() {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(uploadsQuery(here))
  const live = useUploadProgress()
  const { sending, add } = useSending()
  return (
    <div className={styles.stack}>
      {here.may('site.write') && <DropZone onFiles={add} />}
      {sending.map(({ key, name, share, error }) => (
        <div key={key} className={styles.sending}>
          <Name text={name} />
          {error === null ? (
            <Progress value={share * 100} size="sm" aria-label={t('sensors.sending')} />
          ) : (
            <span role="alert">{error}</span>
          )}
        </div>
      ))}
      <Panel flush title={t('sensors.captures')}>
        <LoadedIfThere query={query}>
          {uploads =>
            uploads.length === 0 ? (
              <Empty icon="upload" title={t('sensors.noCaptures')}>
                <p>{t('sensors.noCapturesText')}</p>
              </Empty>
            ) : (
              <UploadTable rows={uploads.map(one => ({ ...one, ...live.get(one.id) }))} />
            )
          }
        </LoadedIfThere>
      </Panel>
    </div>
  )
}

function useSending() {
  const here = useHere()
  const queries = useQueryClient()
  const next = useRef(0)
  const [sending, setSending] = useState<readonly Sending[]>([])
  const add = (files: readonly File[]) => {
    for (const file of files) {
      const key = next.current++
      const change = (part: Partial<Sending>) =>
        setSending(all => all.map(one => (one.key === key ? { ...one, ...part } : one)))
      setSending(all => [...all, { key, name: file.name, share: 0, error: null }])
      sendCapture(here, file, share => change({ share }))
        .then(() => setSending(all => all.filter(one => one.key !== key)))
        .catch((error: Error) => change({ error: error.message }))
        .finally(() => void queries.invalidateQueries({ queryKey: uploadsQuery(here).queryKey }))
    }
  }
  return { sending, add }
}

function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(is)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keys
    <div
      className={styles.drop}
      data-over={isOver}
      onDragEnter={over(true)}
      onDragOver={over(true)}
      onDragLeave={over(false)}
      onDrop={event => {
        over(false)(event)
        onFiles([...event.dataTransfer.files])
      }}
    >
      <Icon name="upload" size={26} />
      <strong>{t('sensors.drop')}</strong>
      <span className="dim">{t('sensors.dropText')}</span>
      <Button size="xs" variant="default" onClick={() => input.current?.click()}>
        {t('sensors.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".pcap,.pcapng,.cap,.gz,.zst"
        onChange={event => {
          onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}

function UploadTable({ rows }: { readonly rows: readonly Upload[] }) {
  const { t, i18n } = useTranslation()
  return (
    <Table
      label={t('sensors.captures')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('sensors.file'), cell: ({ name }) => <Name text={name} /> },
        { name: t('sensors.size'), number: true, cell: ({ bytes }) => bytesOf(bytes, i18n.language) },
        { name: t('sensors.state'), cell: upload => <UploadState upload={upload} /> },
        { name: t('sensors.by'), cell: ({ made_by }) => <Name text={made_by} /> },
        { name: t('sensors.when'), cell: ({ made_at }) => <Moment at={microsOf(made_at)} /> },
      ]}
    />
  )
}

const states = ['receiving', 'waiting', 'reading', 'done', 'damaged', 'failed'] as const

function UploadState({ upload: { state, progress, message } }: { readonly upload: Upload }) {
  const { t } = useTranslation()
  const known = states.find(one => one === state)
  return (
    <div style={{ minWidth: 160 }}>
      <span
        className={styles.state}
        data-state={state === 'done' ? 'live' : state === 'damaged' || state === 'failed' ? 'silent' : 'never'}
      >
        {known ? t(`sensors.upload-${known}`) : state}
      </span>
      {state === 'reading' && <Progress value={progress * 100} size="xs" mt={4} aria-label={t('sensors.analysing')} />}
      {message && (
        <div className="dim" style={{ fontSize: 12 }}>
          <Name text={message} />
        </div>
      )}
    </div>
  )
}
