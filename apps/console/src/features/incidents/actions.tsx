// What follows from a review: each with somebody who sees to it and a day.
import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Prose } from '../../shared/name.tsx'
import { dayAt } from '../../shared/wall.ts'
import { peopleQuery, type Room } from './api.ts'
import styles from './incidents.module.css'
import { useActor, usePerson } from './say.ts'
import { useDo, useMay } from './use-room.ts'

export function Actions({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { actions, reviews } = room.incident
  const before = reviews.at(-1)?.actions ?? []
  const may = useMay(room)
  return (
    <>
      {actions.length === 0 && before.length === 0 && <p className="dim">{t('incident.noFollowUps')}</p>}
      <ul className={styles.actions}>
        {before.map(text => (
          <li key={text} className={styles.action}>
            <span>
              <Prose text={text} />
            </span>
          </li>
        ))}
        {actions.map(action => (
          <Action key={action.action} room={room} action={action} />
        ))}
      </ul>
      {may('action-agreed') && <NewAction room={room} />}
    </>
  )
}

function Action({ room, action }: { readonly room: Room; readonly action: Room['incident']['actions'][number] }) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useHere()
  const person = usePerson()
  const actor = useActor()
  const act = useDo(room.incident.id)
  const may = useMay(room)('action-done')
  const { text, owner, due, done } = action
  const isLate = done === null && due !== null && due < dayAt(Date.now() * 1000, timeZone)
  const day = (date: string) =>
    new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(date))
  return (
    <li className={styles.action}>
      <span>
        <Prose text={text} />
      </span>
      <span className="dim">{owner === null ? t('incident.noOwner') : person(owner)}</span>
      <span className="dim" data-late={isLate}>
        {due === null ? t('incident.noDue') : t(isLate ? 'incident.late' : 'incident.due', { day: day(due) })}
      </span>
      {done ? (
        <span className="dim">
          ✓ {actor(done.by)}, <Moment at={done.at} as="short" />
        </span>
      ) : (
        may && (
          <Button
            size="compact-xs"
            variant="default"
            loading={act.isPending}
            aria-label={`${t('incident.done')}: ${text}`}
            onClick={() => act.mutate({ kind: 'action-done', action: action.action, note: '' })}
          >
            {t('incident.done')}
          </Button>
        )
      )}
    </li>
  )
}

/** An id that no other console makes at the same time; `randomUUID` is for HTTPS alone. */
const newId = (): string =>
  `a-${[...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, '0')).join('')}`

function NewAction({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const { data = [] } = useQuery(peopleQuery(tenant))
  const [text, setText] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const [due, setDue] = useState('')
  const act = useDo(room.incident.id, () => {
    setText('')
    setDue('')
  })
  const people = new Map(data.map(({ user, name, email }) => [user, name ?? email ?? user]))
  return (
    <form
      className={styles.actionForm}
      onSubmit={event => {
        event.preventDefault()
        act.mutate({ kind: 'action-agreed', action: newId(), text: text.trim(), owner, due: due === '' ? null : due })
      }}
    >
      <TextInput
        label={t('incident.followUp')}
        value={text}
        maxLength={10_000}
        onChange={event => setText(event.currentTarget.value)}
      />
      <Select
        label={t('incident.owner')}
        data={[...people].map(([value, label]) => ({ value, label }))}
        value={owner}
        clearable
        searchable
        onChange={setOwner}
      />
      <TextInput
        type="date"
        label={t('incident.until')}
        value={due}
        onChange={event => setDue(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={act.isPending} disabled={text.trim() === ''}>
        {t('incident.agree')}
      </Button>
    </form>
  )
}
