// Looking back: what happened, what went well, what was learned, and what follows from it, by whom and until when.
import { Button, Textarea } from '@mantine/core'
import type { Incident } from '@nautilus/response'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../shared/moment.tsx'
import { Prose } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Actions } from './actions.tsx'
import styles from './incidents.module.css'
import { useActor } from './say.ts'
import type { TabProps } from './tabs.ts'
import { useDo, useMay } from './use-room.ts'

/** Before it is closed as resolved, somebody looks back. What is only played may be closed without. */
export const lacksReview = ({ reviews, exercise }: Incident): boolean => reviews.length === 0 && !exercise

export function ReviewTab({ room }: TabProps) {
  const { t } = useTranslation()
  const { incident } = room
  const mayWrite = useMay(room)('reviewed')
  return (
    <>
      {lacksReview(incident) && <p className={styles.warning}>{t('incident.reviewNeeded')}</p>}
      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel title={t('incident.review')}>
            {mayWrite ? (
              <ReviewForm key={incident.reviews.length} incident={incident} />
            ) : (
              <LastReview incident={incident} />
            )}
          </Panel>
        </div>
        <div className={styles.column}>
          <Panel title={t('incident.followUps')}>
            <Actions room={room} />
          </Panel>
        </div>
      </div>
    </>
  )
}

const linesOf = (text: string): string[] => text.split('\n').flatMap(line => line.trim() || [])

function ReviewForm({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation()
  const last = incident.reviews.at(-1)
  const [text, setText] = useState(last?.text ?? '')
  const [wentWell, setWentWell] = useState(last?.wentWell?.join('\n') ?? '')
  const [lessons, setLessons] = useState(last?.lessons.join('\n') ?? '')
  const save = useDo(incident.id)
  const keep = () =>
    save.mutate({
      kind: 'reviewed',
      ...{ text: text.trim(), wentWell: linesOf(wentWell), lessons: linesOf(lessons), actions: last?.actions ?? [] },
    })
  const fields = [
    ['reviewText', text, setText],
    ['wentWell', wentWell, setWentWell],
    ['lessons', lessons, setLessons],
  ] as const
  return (
    <div className={styles.stack}>
      {fields.map(([name, value, onChange]) => (
        <Textarea
          key={name}
          label={t(`incident.${name}`)}
          description={name === 'reviewText' ? undefined : t('incident.oneEachLine')}
          value={value}
          autosize
          minRows={3}
          maxLength={10_000}
          onChange={event => onChange(event.currentTarget.value)}
        />
      ))}
      <div className={styles.buttons}>
        {last && <LastBy incident={incident} />}
        <Button onClick={keep} loading={save.isPending} disabled={text.trim() === ''}>
          {t('incident.keepReview')}
        </Button>
      </div>
    </div>
  )
}

function LastBy({ incident }: { readonly incident: Incident }) {
  const actor = useActor()
  const last = incident.reviews.at(-1)
  return last ? (
    <span className="dim">
      {actor(last.by)}, <Moment at={last.at} as="short" />
    </span>
  ) : null
}

function LastReview({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation()
  const last = incident.reviews.at(-1)
  if (!last) return <p className={styles.quiet}>{t('incident.noReview')}</p>
  const lists = [
    ['wentWell', last.wentWell ?? []],
    ['lessons', last.lessons],
  ] as const
  return (
    <div className={styles.stack}>
      <div>
        <Prose text={last.text} />
      </div>
      {lists.map(
        ([name, texts]) =>
          texts.length > 0 && (
            <div key={name}>
              <strong>{t(`incident.${name}`)}</strong>
              <ul>
                {texts.map(text => (
                  <li key={text}>
                    <Prose text={text} />
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
      <LastBy incident={incident} />
    </div>
  )
}
