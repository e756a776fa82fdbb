// What happened since a time, or between two, is sent once more.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type Destination, destinationsQuery, type Kind } from './destination-data.ts'
import styles from './settings.module.css'

type Props = { readonly row: Destination; readonly kinds: readonly Kind[]; readonly onClose: () => void }

/** Of this browser's clock; undefined where nothing is written. */
const microsFrom = (text: string): number | undefined => {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at * 1000
}

export function ReplayDialog({ row, kinds, onClose }: Props) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const kind = kinds.find(({ id }) => id === row.kind)
  const path = { tenant, destination: row.id }
  const renews = [destinationsQuery(tenant).queryKey]
  const begin = microsFrom(from)
  const end = microsFrom(to)
  const replay = useAct(
    () =>
      call('POST /api/tenants/{tenant}/destinations/{destination}/replay', {
        path,
        body: { from: begin ?? 0, ...(end === undefined ? {} : { to: end }) },
      }),
    { renews, onDone: onClose },
  )
  const inventory = useAct(() => call('POST /api/tenants/{tenant}/destinations/{destination}/inventory', { path }), {
    renews,
    onDone: onClose,
  })
  return (
    <Dialog onClose={onClose} title={t('destinations.replayOf', { name: row.name })}>
      <div className={styles.stack}>
        <p>{t(`destinations.replayText-${kind?.keeps ?? 'events'}`)}</p>
        <TextInput
          type="datetime-local"
          label={t('destinations.from')}
          value={from}
          onChange={event => setFrom(event.currentTarget.value)}
        />
        {kind?.keeps === 'events' && (
          <TextInput
            type="datetime-local"
            label={t('destinations.to')}
            value={to}
            onChange={event => setTo(event.currentTarget.value)}
          />
        )}
        <Button onClick={() => replay.mutate()} loading={replay.isPending} disabled={begin === undefined}>
          {t('destinations.replay')}
        </Button>
        {row.filter.topics.includes('asset') && (
          <Button variant="default" onClick={() => inventory.mutate()} loading={inventory.isPending}>
            {t('destinations.inventory')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
