// A playbook is changed: its text with what is wrong at each line, and beside it what will be read.
import { Button, Checkbox, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Playbook } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { SourceEditor } from '../../shared/source-editor.tsx'
import { Loaded } from '../../shared/states.tsx'
import { useAct } from '../../shared/use-act.ts'
import { useSay } from '../../shared/use-say.ts'
import {
  type Checked,
  checkPlaybook,
  type Draft,
  draftQuery,
  playbooksKey,
  playbooksQuery,
  putPlaybook,
} from './data.ts'
import styles from './playbooks.module.css'
import { Reader } from './reader.tsx'

const route = getRouteApi('/$tenant/$site/playbooks/$playbook')
/** ms of rest before what is typed is checked. */
const REST = 600

export function Editor({ id }: { readonly id: string }) {
  const { of } = route.useSearch()
  const { tenant } = useHere()
  const query = useQuery(draftQuery(tenant, id, of))
  const { data: rows = [] } = useQuery(playbooksQuery(tenant))
  const original = rows.find(row => row.id === id)?.original ?? null
  return <Loaded query={query}>{draft => <Text key={draft.tag} id={id} draft={draft} original={original} />}</Loaded>
}

type Props = { readonly id: string; readonly draft: Draft; readonly original: string | null }

function Text({ id, draft, original }: Props) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  const [source, setSource] = useState(draft.source)
  const [note, setNote] = useState('')
  const [isRebased, setRebased] = useState(false)
  const basis = isRebased ? original : draft.basis
  const { faults, more, shown, isChecked } = useChecked(id, source, basis)
  const save = useAct(() => putPlaybook(tenant, id, { source, basis, note, tag: draft.tag }), {
    renews: [playbooksKey(tenant)],
    onDone: () => {
      notifications.show({ message: t('playbooks.saved') })
      void navigate({ to: '/$tenant/$site/playbooks/$playbook', params: { tenant, site, playbook: id } })
    },
  })
  const canSave = isChecked && faults.length === 0 && note.trim() !== '' && !save.isPending
  return (
    <div className={styles.editing}>
      <Panel>
        <SourceEditor
          label={t('playbooks.source')}
          text={source}
          faults={faults}
          readOnly={false}
          placeholder="id: …"
          onText={setSource}
          onSave={() => {
            if (canSave) save.mutate()
          }}
        />
        {more > 0 && <p className="dim">{t('playbooks.moreFaults', { count: more })}</p>}
        {original !== null && (
          <Checkbox
            mt="sm"
            label={t('playbooks.rebase', { original })}
            checked={isRebased}
            onChange={event => setRebased(event.currentTarget.checked)}
          />
        )}
        <div className={styles.saving}>
          <TextInput
            flex={1}
            label={t('playbooks.note')}
            placeholder={t('playbooks.notePlaceholder')}
            value={note}
            maxLength={2000}
            onChange={event => setNote(event.currentTarget.value)}
          />
          <Button disabled={!canSave} loading={save.isPending} onClick={() => save.mutate()}>
            {t('playbooks.save')}
          </Button>
        </div>
        <p className="dim" style={{ marginBottom: 0 }}>
          {t('playbooks.keeps')}
        </p>
      </Panel>
      <Preview playbook={shown} isOld={shown !== null && faults.length > 0} />
    </div>
  )
}

function Preview({ playbook, isOld }: { readonly playbook: Playbook | null; readonly isOld: boolean }) {
  const { t } = useTranslation()
  const { words, language } = useSay()
  return (
    <Panel title={t(isOld ? 'playbooks.previewOld' : 'playbooks.preview')}>
      <div className={styles.preview}>
        {playbook && (
          <>
            <h2 className={styles.previewTitle}>
              {playbook.id} {words(playbook.title)}
            </h2>
            <Reader playbook={playbook} language={language} />
          </>
        )}
      </div>
    </Panel>
  )
}

const NOTHING: Checked = { faults: [], more: 0, playbook: null }

/** What the platform says of the text, a moment after the last key; `shown`: the last that was right. */
function useChecked(id: string, source: string, basis: string | null) {
  const { tenant } = useHere()
  const [checked, setChecked] = useState<Checked>(NOTHING)
  const [shown, setShown] = useState<Playbook | null>(null)
  const [isChecked, setIsChecked] = useState(false)
  // What is there to begin with is looked at at once.
  const rest = shown === null ? 0 : REST
  useEffect(() => {
    let isOver = false
    setIsChecked(false)
    const timer = setTimeout(() => {
      checkPlaybook(tenant, id, { source, basis }).then(
        found => {
          if (isOver) return
          setChecked(found)
          setIsChecked(true)
          if (found.playbook) setShown(found.playbook)
        },
        error => {
          if (isOver) return
          setChecked({ ...NOTHING, faults: [{ line: 1, column: 1, message: error.message }] })
        },
      )
    }, rest)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [tenant, id, source, basis, rest])
  return { ...checked, shown, isChecked }
}
