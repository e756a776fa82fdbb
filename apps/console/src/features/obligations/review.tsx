// What was learned, afterwards; and when the incident was handled, from which further reports count.
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../shared/use-act.ts'
import { fieldOf, momentOf } from './aware.tsx'
import { act, keyOf, type View, type Where } from './data.ts'
import styles from './obligations.module.css'

const linesOf = (text: string): string[] => text.split('\n').flatMap(line => line.trim() || [])

export function Review({ where, view }: { readonly where: Where; readonly view: View }) {
  const { t } = useTranslation()
  const last = view.reviews.at(-1)
  const [text, setText] = useState(last?.text ?? '')
  const [lessons, setLessons] = useState(last?.lessons.join('\n') ?? '')
  const [actions, setActions] = useState(last?.actions.join('\n') ?? '')
  const save = useAct(
    () => act(where, { kind: 'reviewed', text, lessons: linesOf(lessons), actions: linesOf(actions) }),
    { renews: [keyOf(where)] },
  )
  return (
    <div className={styles.stack}>
      <Handled where={where} />
      <Textarea
        label={t('owed.reviewText')}
        value={text}
        autosize
        maxLength={10_000}
        onChange={event => setText(event.currentTarget.value)}
      />
      <Textarea
        label={t('owed.lessons')}
        value={lessons}
        autosize
        maxLength={10_000}
        onChange={event => setLessons(event.currentTarget.value)}
      />
      <Textarea
        label={t('owed.actions')}
        value={actions}
        autosize
        maxLength={10_000}
        onChange={event => setActions(event.currentTarget.value)}
      />
      <div>
        <Button onClick={() => save.mutate()} loading={save.isPending} disabled={text.trim() === ''}>
          {t('owed.keepReview')}
        </Button>
      </div>
    </div>
  )
}

function Handled({ where }: { readonly where: Where }) {
  const { t } = useTranslation()
  const [at, setAt] = useState(() => fieldOf(Date.now() * 1000))
  const [reason, setReason] = useState('')
  const moment = momentOf(at)
  const save = useAct(
    () => act(where, { kind: 'moment-set', anchor: 'handledAt', obligation: null, at: moment, reason }),
    { renews: [keyOf(where)], onDone: () => setReason('') },
  )
  return (
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
  )
}
