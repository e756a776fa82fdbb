// Since when the organisation knows of it: said by a person, with a reason. Nothing sets it by itself.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exact } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { act, keyOf, type View, type Where } from './data.ts'
import styles from './obligations.module.css'

/** A moment as a field of the browser has it, in its own zone. */
export const fieldOf = (at: number): string => {
  const date = new Date(at / 1000)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
/** µs; null where it is none. */
export const momentOf = (field: string): number | null => {
  const ms = new Date(field).getTime()
  return Number.isFinite(ms) ? ms * 1000 : null
}

export function Aware({ where, view }: { readonly where: Where; readonly view: View }) {
  const { t, i18n } = useTranslation()
  const [at, setAt] = useState(() => fieldOf(view.aware ?? Date.now() * 1000))
  const [reason, setReason] = useState('')
  const moment = momentOf(at)
  const save = useAct(() => act(where, { kind: 'aware-set', at: moment, reason }), {
    renews: [keyOf(where)],
    onDone: () => setReason(''),
  })
  return (
    <div>
      <p style={{ marginTop: 0 }}>
        {view.aware === null
          ? t('owed.notAware')
          : t('owed.awareSince', { when: exact(view.aware, i18n.language, view.timeZone) })}
      </p>
      <div className={styles.row}>
        <TextInput
          type="datetime-local"
          label={t('owed.awareAt')}
          value={at}
          onChange={event => setAt(event.currentTarget.value)}
        />
        <TextInput
          label={t('owed.reason')}
          value={reason}
          maxLength={2000}
          style={{ flex: '1 1 240px' }}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <Button
          onClick={() => save.mutate()}
          loading={save.isPending}
          disabled={moment === null || reason.trim() === ''}
        >
          {t('owed.setAware')}
        </Button>
      </div>
    </div>
  )
}
