// The authority asks for a report: when it asked, and by when it wants it.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../shared/use-act.ts'
import { act, keyOf, type Where } from './data.ts'
import { fieldOf, momentOf } from './moments.ts'
import styles from './obligations.module.css'

type Props = { readonly where: Where; readonly obligation: string; readonly stage: string }

export function Requested({ where, obligation, stage }: Props) {
  const { t } = useTranslation()
  const [at, setAt] = useState(() => fieldOf(Date.now() * 1000))
  const [due, setDue] = useState('')
  const moment = momentOf(at)
  const save = useAct(
    () => act(where, { kind: 'stage-requested', obligation, stage, at: moment, due: momentOf(due) }),
    { renews: [keyOf(where)], onDone: () => setDue('') },
  )
  return (
    <div className={styles.row}>
      <TextInput
        size="xs"
        type="datetime-local"
        label={t('owed.requestedAt')}
        value={at}
        onChange={event => setAt(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        type="datetime-local"
        label={t('owed.requestedBy')}
        value={due}
        onChange={event => setDue(event.currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        disabled={moment === null}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t('owed.requested')}
      </Button>
    </div>
  )
}
