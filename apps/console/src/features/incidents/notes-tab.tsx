// What people write and keep beside the findings: comments, files, what is watched, what belongs to it.
import { Button, FileButton, Group, Select, Textarea, TextInput } from '@mantine/core'
import { type LinkedKind, linkedKinds } from '@nautilus/response'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attach } from '../../shared/attach.ts'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name, Prose } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { useAct } from '../../shared/use-act.ts'
import { filePath, type Room } from './api.ts'
import styles from './incidents.module.css'
import { useActor } from './say.ts'
import type { TabProps } from './tabs.ts'
import { useDo, useMay, useRenewed } from './use-room.ts'

export function NotesTab({ room }: TabProps) {
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Comments room={room} />
      </div>
      <div className={styles.column}>
        <Files room={room} />
        <WatchList room={room} />
        <Links room={room} />
      </div>
    </div>
  )
}

type Props = { readonly room: Room }

function Comments({ room }: Props) {
  const { t } = useTranslation()
  const actor = useActor()
  const [text, setText] = useState('')
  const act = useDo(room.incident.id, () => setText(''))
  const may = useMay(room)
  return (
    <Panel title={t('incident.comments')}>
      {room.incident.comments.map(({ at, by, text: said }) => (
        <div key={at} className={styles.comment}>
          <p className="dim">
            {actor(by)}, <Moment at={at} as="short" />
          </p>
          <Prose text={said} />
        </div>
      ))}
      {may('commented') && (
        <>
          <Textarea
            aria-label={t('incident.comment')}
            placeholder={t('incident.comment')}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
            maxLength={10_000}
            autosize
            minRows={2}
          />
          <Group justify="flex-end" mt="xs">
            <Button
              size="xs"
              loading={act.isPending}
              disabled={text.trim() === ''}
              onClick={() => act.mutate({ kind: 'commented', text: text.trim() })}
            >
              {t('incident.commentAdd')}
            </Button>
          </Group>
        </>
      )}
    </Panel>
  )
}

function Files({ room }: Props) {
  const { t, i18n } = useTranslation()
  const here = useHere()
  const actor = useActor()
  const { id, attachments } = room.incident
  const act = useAct((file: File) => attach(here, id, file), { renews: useRenewed(id) })
  const may = useMay(room)
  const size = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 })
  return (
    <Panel title={t('incident.files')}>
      <Items empty={t('incident.noFiles')} count={attachments.length}>
        {attachments.map(({ name, hash, size: bytes, type, by, at }) => (
          <li key={`${hash} ${at}`}>
            <a href={filePath(here, id, hash)} download={name} className="link">
              <Name text={name} />
            </a>{' '}
            <span className="dim">
              {size.format(bytes / 1000)} · {type} · {actor(by)}
            </span>
          </li>
        ))}
      </Items>
      {may('attached') && (
        <FileButton onChange={file => file && act.mutate(file)}>
          {props => (
            <Button {...props} size="xs" variant="default" mt="sm" loading={act.isPending}>
              {t('incident.attach')}
            </Button>
          )}
        </FileButton>
      )}
    </Panel>
  )
}

function WatchList({ room }: Props) {
  const { t } = useTranslation()
  const [subject, setSubject] = useState('')
  const act = useDo(room.incident.id, () => setSubject(''))
  const may = useMay(room)('watched')
  return (
    <Panel title={t('incident.watched')}>
      <Items empty={t('incident.noWatched')} count={room.incident.watched.length}>
        {room.incident.watched.map(each => (
          <li key={each.subject}>
            <Name text={each.subject} mono /> <span className="dim">{each.reason}</span>{' '}
            {may && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`${t('incident.unwatch')} ${each.subject}`}
                onClick={() => act.mutate({ kind: 'unwatched', subject: each.subject })}
              >
                {t('incident.unwatch')}
              </Button>
            )}
          </li>
        ))}
      </Items>
      {may && (
        <Group gap={6} mt="sm">
          <TextInput
            size="xs"
            flex={1}
            aria-label={t('incident.subject')}
            placeholder={t('incident.subject')}
            value={subject}
            maxLength={300}
            onChange={event => setSubject(event.currentTarget.value)}
          />
          <Button
            size="xs"
            variant="default"
            disabled={subject.trim() === ''}
            onClick={() =>
              act.mutate({ kind: 'watched', subject: subject.trim(), until: null, reason: t('incident.watchReason') })
            }
          >
            {t('incident.watch')}
          </Button>
        </Group>
      )}
    </Panel>
  )
}

function Links({ room }: Props) {
  const { t } = useTranslation()
  const [what, setWhat] = useState<LinkedKind>('work-order')
  const [id, setId] = useState('')
  const act = useDo(room.incident.id, () => setId(''))
  const may = useMay(room)
  return (
    <Panel title={t('incident.links')}>
      <Items empty={t('incident.noLinks')} count={room.incident.links.length}>
        {room.incident.links.map(each => (
          <li key={`${each.what} ${each.id}`}>
            {t(`incident.link-${each.what}`)} <Name text={each.id} mono /> <span className="dim">{each.note}</span>
          </li>
        ))}
      </Items>
      {may('linked') && (
        <Group gap={6} mt="sm">
          <Select
            size="xs"
            w={130}
            aria-label={t('incident.linkKind')}
            data={linkedKinds.map(kind => ({ value: kind, label: t(`incident.link-${kind}`) }))}
            value={what}
            onChange={value => value && setWhat(value as LinkedKind)}
            allowDeselect={false}
          />
          <TextInput
            size="xs"
            flex={1}
            aria-label={t('incident.linkId')}
            placeholder={t('incident.linkId')}
            value={id}
            maxLength={300}
            onChange={event => setId(event.currentTarget.value)}
          />
          <Button
            size="xs"
            variant="default"
            disabled={id.trim() === ''}
            onClick={() => act.mutate({ kind: 'linked', what, id: id.trim(), note: '' })}
          >
            {t('incident.link')}
          </Button>
        </Group>
      )}
    </Panel>
  )
}

type ItemsProps = { readonly empty: string; readonly count: number; readonly children: ReactNode }

function Items({ empty, count, children }: ItemsProps) {
  if (count === 0) return <p className="dim">{empty}</p>
  return <ul className={styles.plain}>{children}</ul>
}
