// When the incident was handled: from there further reports count. What was learned is written in its room.
import { Button, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../shared/use-act.ts'
import { fieldOf, momentOf } from './aware.tsx'
import { act, keyOf, type Where } from './data.ts'
import styles from './obligations.module.css'

export function Handled({ where }: { readonly where: Where }) {
  const { t } = useTranslation()
  const [at, setAt] = useState(() => fieldOf(Date.now() * 1000))
  const [reason, setReason] = useState('')
  const moment = momentOf(at)
  const save = useAct(
    () => act(where, { kind: 'moment-set', anchor: 'handledAt', obligation: null, at: moment, reason }),
    { renews: [keyOf(where)], onDone: () => setReason('') },
  )
  return (
    <div className={styles.stack}>
      <Link to="/$tenant/$site/incidents/$incident" params={where} search={{ tab: 'review' }} className="link">
        {t('owed.toReview')}
      </Link>
      <div className={styles.row}>
        <TextInput
          type="datetime-local"
          label={t('owed.handledAt')}
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
          variant="default"
          onClick={() => save.mutate()}
          loading={save.isPending}
          disabled={moment === null || reason.trim() === ''}
        >
          {t('owed.handled')}
        </Button>
      </div>
    </div>
  )
}
