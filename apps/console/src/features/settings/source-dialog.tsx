// The form of a source, made of the fields that its kind has; saved, it can be asked at once.
import { Alert, Button, Group, NumberInput, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, call } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { useAct } from '../../shared/use-act.ts'
import { SettingField } from './setting-field.tsx'
import styles from './settings.module.css'
import { type SourceDraft, type SourceKind, saveSource, sourceDraftOf, sourcesQuery } from './source-data.ts'

type Props = {
  readonly draft: SourceDraft
  /** Names of those that are there already. */
  readonly secrets: readonly string[]
  readonly kinds: readonly SourceKind[]
  readonly onClose: () => void
}

export function SourceDialog({ draft: given, secrets: known, kinds, onClose }: Props) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const [draft, setDraft] = useState(given)
  const [secrets, setSecrets] = useState(known)
  const kind = kinds.find(({ id }) => id === draft.kind)
  const change = (part: Partial<SourceDraft>) => setDraft({ ...draft, ...part })
  const save = useAct(() => saveSource(tenant, draft), {
    renews: [sourcesQuery(tenant).queryKey],
    onDone: saved => {
      setDraft(sourceDraftOf(saved))
      setSecrets(saved.secrets)
    },
  })
  const faults = save.error instanceof ApiError ? save.error.fields : {}
  if (!kind) return null
  return (
    <Dialog onClose={onClose} size="lg" title={t(`sources.kind-${kind.id}`, { defaultValue: kind.id })}>
      <div className={styles.stack}>
        <p className={styles.hint}>{t(`sources.about-${kind.id}`, { defaultValue: kind.id })}</p>
        <TextInput
          label={t('destinations.name')}
          value={draft.name}
          maxLength={100}
          error={faults.name}
          onChange={event => change({ name: event.currentTarget.value })}
        />
        <Fields kind={kind} draft={draft} secrets={secrets} faults={faults} onChange={change} />
        <Group>
          <Button onClick={() => save.mutate()} loading={save.isPending} disabled={draft.name.trim() === ''}>
            {t('destinations.save')}
          </Button>
          {draft.id !== null && <FetchNow id={draft.id} />}
        </Group>
      </div>
    </Dialog>
  )
}

type FieldsProps = {
  readonly kind: SourceKind
  readonly draft: SourceDraft
  readonly secrets: readonly string[]
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (part: Partial<SourceDraft>) => void
}

function Fields({ kind, draft, secrets, faults, onChange }: FieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      {kind.fields.map(field => (
        <SettingField
          key={field.name}
          field={field}
          value={draft.settings[field.name] ?? ''}
          isKept={secrets.includes(field.name)}
          fault={faults[`settings.${field.name}`]}
          onChange={value => onChange({ settings: { ...draft.settings, [field.name]: value } })}
        />
      ))}
      <NumberInput
        label={t('sources.hours')}
        min={1}
        max={720}
        value={draft.hours}
        onChange={hours => onChange({ hours: Number(hours) || 1 })}
      />
      <Switch
        label={t('sources.enabled')}
        checked={draft.enabled}
        onChange={event => onChange({ enabled: event.currentTarget.checked })}
      />
    </>
  )
}

/** It stands at the end of a form that is longer than the window. */
const shown = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

function FetchNow({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const fetch = useAct(
    () => call('POST /api/tenants/{tenant}/sources/{source}/fetch', { path: { tenant, source: id } }),
    { renews: [sourcesQuery(tenant).queryKey] },
  )
  return (
    <>
      <Button variant="default" onClick={() => fetch.mutate()} loading={fetch.isPending}>
        {t('sources.fetch')}
      </Button>
      {fetch.data && (
        <Alert color={fetch.data.ok ? 'teal' : 'red'} w="100%" role="status" ref={shown}>
          {t(fetch.data.ok ? 'sources.went' : 'sources.failed')} <span lang="en">{fetch.data.why}</span>
        </Alert>
      )}
    </>
  )
}
