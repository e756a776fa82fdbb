// The questions of the playbook: who is asked, what was seen, what was answered. What blocks stands first.
import { Button, Group, TextInput } from '@mantine/core'
import { decides, isAnswer, type PlaybookFact } from '@nautilus/response'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import type { Room } from './api.ts'
import styles from './incidents.module.css'
import { useActor, useSay } from './say.ts'
import { useDo, useMay } from './use-room.ts'

const answerTo = ({ incident }: Room, id: string) => incident.run?.answers.find(({ fact }) => fact === id) ?? null

export const isOpen = (room: Room, fact: PlaybookFact): boolean => {
  const given = answerTo(room, fact.id)
  return given === null || !isAnswer(given.answer, fact)
}

/** Blocking and open ones, those of safety first; then the rest as the playbook has them. */
export function factsInOrder(room: Room): readonly PlaybookFact[] {
  const rank = (fact: PlaybookFact) => (!isOpen(room, fact) ? 3 : fact.blocks && fact.safety ? 0 : fact.blocks ? 1 : 2)
  return [...(room.playbook?.facts ?? [])].sort((a, b) => rank(a) - rank(b))
}

export function Facts({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  if (!room.playbook) return <p className={styles.quiet}>{t('incident.noPlaybook')}</p>
  return (
    <ul className={styles.facts}>
      {factsInOrder(room).map(fact => (
        <li key={fact.id} data-open={isOpen(room, fact)} data-blocks={fact.blocks}>
          <FactLine room={room} fact={fact} />
        </li>
      ))}
    </ul>
  )
}

export function FactLine({ room, fact }: { readonly room: Room; readonly fact: PlaybookFact }) {
  const { t } = useTranslation()
  const { words, duty } = useSay()
  const actor = useActor()
  const [isEditing, setEditing] = useState(false)
  const may = useMay(room)
  const given = answerTo(room, fact.id)
  const seen = room.seen[fact.id]
  const isMine =
    may('fact-answered') && (!fact.safety || room.duties.some(held => held === fact.who || decides.has(held)))
  const shown = isOpen(room, fact) || isEditing
  return (
    <div className={styles.fact}>
      <p className={styles.question}>
        {words(fact.question)} {fact.blocks && isOpen(room, fact) && <Needed safety={fact.safety} />}
      </p>
      {given && (
        <p className={styles.answer}>
          <strong>
            <Word text={given.answer} />
          </strong>
          {given.note && given.by.kind === 'person' && (
            <>
              {' – '}
              <Name text={given.note} />
            </>
          )}
          <span className="dim">
            {' · '}
            {actor(given.by)}, <Moment at={given.at} />
          </span>
        </p>
      )}
      {seen && given?.by.kind !== 'system' && (
        <p className={styles.seen}>
          {t('incident.seen')} <Name text={seen.value} />
        </p>
      )}
      {shown && isMine && <Answer room={room} fact={fact} onDone={() => setEditing(false)} />}
      {shown && !isMine && <p className="dim">{t('incident.asked', { who: duty(fact.who) })}</p>}
      {!shown && isMine && (
        <Button variant="subtle" size="compact-xs" onClick={() => setEditing(true)}>
          {t('incident.answerAnew')}
        </Button>
      )}
    </div>
  )
}

function Needed({ safety }: { readonly safety: boolean }) {
  const { t } = useTranslation()
  return <span className={styles.needed}>{t(safety ? 'incident.safety' : 'incident.blocks')}</span>
}

function Word({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  if (text === 'yes' || text === 'no' || text === 'unknown') return t(`incident.answer-${text}`)
  return <Name text={text} />
}

type AnswerProps = { readonly room: Room; readonly fact: PlaybookFact; readonly onDone: () => void }

function Answer({ room, fact, onDone }: AnswerProps) {
  const { t } = useTranslation()
  const { words } = useSay()
  const [text, setText] = useState('')
  const act = useDo(room.incident.id, () => {
    setText('')
    onDone()
  })
  const said = text.trim()
  const give = (answer: string, note = said) => act.mutate({ kind: 'fact-answered', fact: fact.id, answer, note })
  return (
    <Group gap={6} mt={6}>
      {(['yes', 'no', 'unknown'] as const).map(answer => (
        <Button
          key={answer}
          size="compact-sm"
          variant="default"
          disabled={act.isPending}
          onClick={() => give(answer)}
          aria-label={`${t(`incident.answer-${answer}`)}: ${words(fact.question)}`}
        >
          {t(`incident.answer-${answer}`)}
        </Button>
      ))}
      <TextInput
        size="xs"
        flex={1}
        miw={140}
        aria-label={t('incident.inWordsTo', { question: words(fact.question) })}
        placeholder={t('incident.inWords')}
        value={text}
        maxLength={10_000}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && said !== '' && !fact.safety) give(said, '')
        }}
      />
      {!fact.safety && said !== '' && (
        <Button size="compact-sm" disabled={act.isPending} onClick={() => give(said, '')}>
          {t('incident.answer')}
        </Button>
      )}
    </Group>
  )
}
