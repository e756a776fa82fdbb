// The form of a destination, made of the fields that its kind has; saved, it can be tried out at once.
import { Button, Checkbox, Group, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type Draft, destinationsQuery, draftOf, type Kind, saveDraft } from './destination-data.ts'
import { Look, LookButton, TrialResult, useLook, useTrial } from './destination-trial.tsx'
import { SettingField } from './setting-field.tsx'
import styles from './settings.module.css'

const severities = ['recorded', 'low', 'medium', 'high', 'critical'] as const
type Topics = Draft['topics']

type Props = {
  readonly draft: Draft
  /** Names of those that are there already. */
  readonly secrets: readonly string[]
  readonly kinds: readonly Kind[]
  readonly onClose: () => void
}

export function DestinationDialog({ draft: given, secrets: known, kinds, onClose }: Props) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const [draft, setDraft] = useState(given)
  const [secrets, setSecrets] = useState(known)
  const kind = kinds.find(({ id }) => id === draft.kind)
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const save = useAct(() => saveDraft(tenant, draft), {
    renews: [destinationsQuery(tenant).queryKey],
    onDone: saved => {
      setDraft(draftOf(saved))
      setSecrets(saved.secrets)
    },
  })
  const look = useLook(draft)
  const trial = useTrial(draft.id)
  const faults = { ...fieldsOf(look.error), ...fieldsOf(save.error) }
  const tried = trial.data ?? null
  if (!kind) return null
  return (
    <Dialog onClose={onClose} size="lg" title={t(`destinations.kind-${kind.id}`, { defaultValue: kind.id })}>
      <div className={styles.stack}>
        <TextInput
          label={t('destinations.name')}
          value={draft.name}
          maxLength={100}
          error={faults.name}
          onChange={event => change({ name: event.currentTarget.value })}
        />
        {kind.fields.map(field => (
          <SettingField
            key={field.name}
            field={field}
            value={draft.settings[field.name] ?? ''}
            isKept={secrets.includes(field.name)}
            fault={faults[`settings.${field.name}`] ?? (tried?.field === field.name ? tried.why : undefined)}
            onChange={value => change({ settings: { ...draft.settings, [field.name]: value } })}
          />
        ))}
        <FilterFields draft={draft} kind={kind} faults={faults} onChange={change} />
        <p className={styles.hint}>{t(`destinations.guarantee-${kind.keeps}`)}</p>
        <Group>
          <Button onClick={() => save.mutate()} loading={save.isPending} disabled={draft.name.trim() === ''}>
            {t('destinations.save')}
          </Button>
          <LookButton look={look} />
          {draft.id !== null && (
            <Button variant="default" onClick={() => trial.mutate()} loading={trial.isPending}>
              {t('destinations.test')}
            </Button>
          )}
        </Group>
        {tried && <TrialResult tried={tried} />}
        <Look look={look} />
      </div>
    </Dialog>
  )
}

const fieldsOf = (error: Error | null) => (error instanceof ApiError ? error.fields : {})

type FilterProps = {
  readonly draft: Draft
  readonly kind: Kind
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (part: Partial<Draft>) => void
}

function FilterFields({ draft, kind, faults, onChange }: FilterProps) {
  const { t } = useTranslation()
  return (
    <>
      <Checkbox.Group
        label={t('destinations.topics')}
        value={[...draft.topics]}
        error={faults['filter.topics'] ?? faults.topics}
        onChange={topics => onChange({ topics: topics as Topics })}
      >
        <Group gap="md" mt={4}>
          {kind.topics.map(topic => (
            <Checkbox key={topic} value={topic} label={t(`destinations.topic-${topic}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <NativeSelect
        label={t('destinations.severity')}
        value={draft.severity}
        data={severities.map(value => ({ value, label: t(`severity.${value}`) }))}
        onChange={event => onChange({ severity: event.currentTarget.value as Draft['severity'] })}
      />
      <TextInput
        label={t('destinations.sites')}
        placeholder={t('destinations.allSites')}
        defaultValue={draft.sites.join(', ')}
        error={faults['filter.sites']}
        onChange={event => onChange({ sites: event.currentTarget.value.match(/[a-z0-9][a-z0-9-]*/g) ?? [] })}
      />
      <Switch
        label={t('destinations.exercises')}
        checked={draft.exercises}
        onChange={event => onChange({ exercises: event.currentTarget.checked })}
      />
      {(['rename', 'add'] as const).map(name => (
        <Textarea
          key={name}
          label={t(`destinations.${name}`)}
          placeholder={t(`destinations.${name}Hint`)}
          value={draft[name]}
          autosize
          maxRows={6}
          onChange={event => onChange({ [name]: event.currentTarget.value })}
        />
      ))}
    </>
  )
}
