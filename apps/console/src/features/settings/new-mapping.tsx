// The line in which a group, or a value of a claim, is given a role.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, call } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { sitesQuery } from '../../shared/queries.ts'
import { useAct } from '../../shared/use-act.ts'
import { DIRECTORY, type Directory, directoryQuery } from './directory-data.ts'
import styles from './settings.module.css'

type Role = Directory['items'][number]['role']
const roles = [
  ...(['read-only', 'auditor', 'management', 'operations-manager', 'plant-engineer', 'analyst'] as const),
  'provider-admin',
] as const satisfies readonly Role[]

const fresh = { provider: DIRECTORY, claim: 'groups', value: '', site: '*', role: 'read-only' as Role }
type Draft = typeof fresh

export function NewMapping({ told }: { readonly told: Directory }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const [draft, setDraft] = useState(fresh)
  const add = useAct(() => call('POST /api/tenants/{tenant}/role-mappings', { path: { tenant }, body: draft }), {
    renews: [directoryQuery(tenant).queryKey],
    onDone: () => setDraft({ ...draft, value: '' }),
  })
  const faults = add.error instanceof ApiError ? add.error.fields : {}
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  const parts = { told, draft, faults, onChange: (part: Partial<Draft>) => setDraft({ ...draft, ...part }) }
  return (
    <form className={styles.line} onSubmit={submit}>
      <Whose {...parts} />
      <What {...parts} />
      <Button size="xs" type="submit" loading={add.isPending} disabled={draft.value.trim() === ''}>
        {t('directory.add')}
      </Button>
    </form>
  )
}

type Parts = {
  readonly told: Directory
  readonly draft: Draft
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (part: Partial<Draft>) => void
}

/** A group of the directory, or a value of a claim at a provider of sign-in. */
function Whose({ told: { providers, directory }, draft, faults, onChange }: Parts) {
  const { t } = useTranslation()
  const isDirectory = draft.provider === DIRECTORY
  const data = [
    { value: DIRECTORY, label: t('directory.directory') },
    ...providers.map(({ id, label }) => ({ value: id, label })),
  ]
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('directory.from')}
        value={draft.provider}
        error={faults.provider}
        data={data}
        onChange={event => onChange({ provider: event.currentTarget.value })}
      />
      {!isDirectory && (
        <TextInput
          size="xs"
          label={t('directory.claim')}
          value={draft.claim}
          maxLength={100}
          error={faults.claim}
          onChange={event => onChange({ claim: event.currentTarget.value })}
        />
      )}
      <TextInput
        size="xs"
        label={t(isDirectory ? 'directory.group' : 'directory.value')}
        value={draft.value}
        maxLength={254}
        list="directory-groups"
        error={faults.value}
        onChange={event => onChange({ value: event.currentTarget.value })}
      />
      <datalist id="directory-groups">
        {isDirectory && directory.groups.map(name => <option key={name} value={name} />)}
      </datalist>
    </>
  )
}

function What({ draft, faults, onChange }: Parts) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const { data: sites = [] } = useQuery(sitesQuery(tenant))
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('settings.role')}
        value={draft.role}
        data={roles.map(role => ({ value: role, label: t(`settings.role-${role}`) }))}
        onChange={event => onChange({ role: event.currentTarget.value as Role })}
      />
      <NativeSelect
        size="xs"
        label={t('sources.site')}
        value={draft.site}
        error={faults.site}
        data={[{ value: '*', label: t('sources.all') }, ...sites.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={event => onChange({ site: event.currentTarget.value })}
      />
    </>
  )
}
