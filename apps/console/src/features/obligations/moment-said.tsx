// A moment that a person says, and why: what a law counts from.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../shared/use-act.ts'
import { act, keyOf, type Where } from './data.ts'
import { fieldOf, momentOf } from './moments.ts'
import styles from './obligations.module.css'

type Props = {
  readonly where: Where
  readonly label: string
  readonly button: string
  readonly variant?: 'filled' | 'default'
  /** µs; null: now. */
  readonly at: number | null
  readonly actOf: (said: { readonly at: number | null; readonly reason: string }) => Parameters<typeof act>[1]
}

export function MomentSaid({ where, label, button, variant = 'filled', at: first, actOf }: Props) {
  const { t } = useTranslation()
  const [at, setAt] = useState(() => fieldOf(first ?? Date.now() * 1000))
  const [reason, setReason] = useState('')
  const moment = momentOf(at)
  const save = useAct(() => act(where, actOf({ at: moment, reason })), {
    renews: [keyOf(where)],
    onDone: () => setReason(''),
  })
  return (
    <div className={styles.row}>
      <TextInput type="datetime-local" label={label} value={at} onChange={event => setAt(event.currentTarget.value)} />
      <TextInput
        label={t('owed.reason')}
        value={reason}
        maxLength={2000}
        style={{ flex: '1 1 240px' }}
        onChange={event => setReason(event.currentTarget.value)}
      />
      <Button
        variant={variant}
        onClick={() => save.mutate()}
        loading={save.isPending}
        disabled={moment === null || reason.trim() === ''}
      >
        {button}
      </Button>
    </div>
  )
}
