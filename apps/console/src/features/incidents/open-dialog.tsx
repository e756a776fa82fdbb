// An incident that nothing on the network told of: a person says what was seen, how grave it is, and what it is about.

import { Button, MultiSelect, NativeSelect, Select, Textarea, TextInput } from '@mantine/core'
import type { Severity } from '@nautilus/model'
import type { Text } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { namesQuery } from '../../shared/asset-names.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { severities } from '../../shared/grades.ts'
import { useHere } from '../../shared/here.tsx'
import { keyOf, sitesQuery } from '../../shared/queries.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Opening, openIncident, startableQuery } from './api.ts'
import styles from './incidents.module.css'
import { useSay } from './say.ts'

type Form = Omit<Opening, 'playbook'> & { readonly site: string; readonly playbook: string }

/** Devices that are offered at once; more are found by typing. */
const MOST_OFFERED = 50

export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { site } = useHere()
  const [form, setForm] = useState<Form>({ site, title: '', reason: '', severity: 'medium', assets: [], playbook: '' })
  const change = (part: Partial<Form>) => setForm({ ...form, ...part })
  const save = useOpening(form)
  const faults = save.error instanceof ApiError ? save.error.fields : {}
  const isReady = form.title.trim() !== '' && form.reason.trim() !== ''
  return (
    <Dialog onClose={onClose} title={t('incident.open')} size="lg">
      <form
        className={styles.stack}
        onSubmit={event => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <TextInput
          label={t('incident.title')}
          required
          data-autofocus
          maxLength={300}
          value={form.title}
          error={faults.title}
          onChange={event => change({ title: event.currentTarget.value })}
        />
        <About form={form} faults={faults} onChange={change} />
        <Textarea
          label={t('incident.whatSeen')}
          description={t('incident.reasonKept')}
          required
          autosize
          minRows={3}
          maxLength={2000}
          value={form.reason}
          error={faults.reason}
          onChange={event => change({ reason: event.currentTarget.value })}
        />
        <div className={styles.buttons}>
          <Button type="submit" loading={save.isPending} disabled={!isReady}>
            {t('incident.open')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function useOpening({ site, playbook, ...body }: Form) {
  const { tenant } = useHere()
  const navigate = useNavigate()
  const place = { tenant, site }
  return useAct(() => openIncident(place, playbook === '' ? body : { ...body, playbook }), {
    renews: [keyOf(place, 'incidents')],
    onDone: ({ incident: { id } }) =>
      navigate({ to: '/$tenant/$site/incidents/$incident', params: { ...place, incident: id } }),
  })
}

type AboutProps = {
  readonly form: Form
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (part: Partial<Form>) => void
}

function About({ form, faults, onChange }: AboutProps) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const place = { tenant, site: form.site }
  const { data: sites = [] } = useQuery(sitesQuery(tenant))
  const { data: names = new Map<string, string>() } = useQuery(namesQuery(place))
  return (
    <>
      {sites.length > 1 && (
        <NativeSelect
          label={t('incident.site')}
          data={sites.map(({ id, name }) => ({ value: id, label: name }))}
          value={form.site}
          onChange={event => onChange({ site: event.currentTarget.value, assets: [] })}
        />
      )}
      <NativeSelect
        label={t('incident.severity')}
        description={t('incident.severityText')}
        data={severities.map(value => ({ value, label: t(`severity.${value}`) }))}
        value={form.severity}
        error={faults.severity}
        onChange={event => onChange({ severity: event.currentTarget.value as Severity })}
      />
      <MultiSelect
        label={t('incident.devices')}
        data={[...names].map(([value, label]) => ({ value, label }))}
        limit={MOST_OFFERED}
        value={[...form.assets]}
        error={faults.assets}
        searchable
        onChange={assets => onChange({ assets })}
      />
      <Book form={form} faults={faults} onChange={onChange} />
    </>
  )
}

function Book({ form, faults, onChange }: AboutProps) {
  const { t } = useTranslation()
  const { words } = useSay()
  const { data: books = [] } = useQuery(startableQuery(useHere().tenant))
  return (
    <Select
      label={t('incident.playbook')}
      placeholder={t('incident.noPlaybookYet')}
      data={books.map(({ id, title }) => ({ value: id, label: `${id} · ${words(title as Text)}` }))}
      value={form.playbook === '' ? null : form.playbook}
      error={faults.playbook}
      clearable
      searchable
      onChange={playbook => onChange({ playbook: playbook ?? '' })}
    />
  )
}
