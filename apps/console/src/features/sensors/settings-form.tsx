// The settings of a sensor as a form: what is sent is a new version.
import { Alert, Button, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { useAct } from '../../shared/use-act.ts'
import { putSettings, type SensorBook, type SensorSettings, settingsKey } from './settings-data.ts'

/** As it is typed. `learns`: `keep` as it is now, `none`, or days from now. */
type Draft = {
  readonly learns: string
  readonly filter: string
  readonly vlans: string[]
  readonly networks: string[]
  readonly off: string[]
}

const DAYS = [1, 7, 14, 30] as const
const DAY = 86_400e6

const draftOf = ({ learnUntil, filter, ignoreVlans, ignoreNetworks, switchedOff }: SensorSettings): Draft => ({
  learns: learnUntil === null ? 'none' : 'keep',
  filter: filter ?? '',
  vlans: ignoreVlans.map(String),
  networks: [...ignoreNetworks],
  off: [...switchedOff],
})

function settingsOf({ learns, filter, vlans, networks, off }: Draft, before: SensorSettings): SensorSettings {
  const days = learns === 'none' ? null : Date.now() * 1000 + Number(learns) * DAY
  return {
    learnUntil: learns === 'keep' ? before.learnUntil : days,
    filter: filter.trim() === '' ? null : filter.trim(),
    ignoreVlans: vlans.map(Number),
    ignoreNetworks: networks,
    switchedOff: off,
  }
}

const isVlan = (text: string): boolean => /^\d{1,4}$/.test(text) && Number(text) <= 4094

export function SettingsForm({ sensor, book }: { readonly sensor: string; readonly book: SensorBook }) {
  const { t } = useTranslation()
  const here = useHere()
  const { settings, bus } = book
  const [draft, setDraft] = useState(draftOf(settings))
  const { mutate, isPending, error } = useAct((next: SensorSettings) => putSettings(here, sensor, next), {
    renews: [settingsKey(here, sensor)],
  })
  const isReader = !here.may('sensor.write') || !bus
  const change = (more: Partial<Draft>) => setDraft({ ...draft, ...more })
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        mutate(settingsOf(draft, settings))
      }}
    >
      {!bus && <Alert mb="md">{t('sensors.settingsNoBus')}</Alert>}
      <Learning draft={draft} change={change} disabled={isReader} until={settings.learnUntil} />
      <Ignored draft={draft} change={change} disabled={isReader} />
      <MultiSelect
        {...{ mt: 'sm', searchable: true, disabled: isReader }}
        label={t('sensors.switchedOff')}
        description={t('sensors.switchedOffText')}
        data={book.protocols.map(({ name, title }) => ({ value: name, label: title }))}
        value={draft.off}
        onChange={off => change({ off })}
      />
      {error && (
        <Alert color="red" mt="md" role="alert">
          {error.message}
        </Alert>
      )}
      {!isReader && (
        <Button type="submit" mt="md" loading={isPending} disabled={!draft.vlans.every(isVlan)}>
          {t('sensors.settingsSend')}
        </Button>
      )}
    </form>
  )
}

type Fields = {
  readonly draft: Draft
  readonly change: (more: Partial<Draft>) => void
  readonly disabled: boolean
}

function Learning({ draft, change, disabled, until }: Fields & { readonly until: number | null }) {
  const { t } = useTranslation()
  return (
    <>
      <Select
        label={t('sensors.learning')}
        description={t('sensors.learningText')}
        {...{ disabled, allowDeselect: false }}
        value={draft.learns}
        onChange={learns => change({ learns: learns ?? 'none' })}
        data={[
          { value: 'none', label: t('sensors.learnsNot') },
          ...(until === null ? [] : [{ value: 'keep', label: t('sensors.learnsAsNow') }]),
          ...DAYS.map(days => ({ value: String(days), label: t('sensors.learnsDays', { count: days }) })),
        ]}
      />
      {until !== null && (
        <p className="dim" style={{ margin: '4px 0 0', fontSize: 12 }}>
          {t('sensors.learnsUntil')} <Moment at={until} as="exact" />
        </p>
      )}
    </>
  )
}

function Ignored({ draft: { filter, vlans, networks }, change, disabled }: Fields) {
  const { t } = useTranslation()
  const wrong = vlans.find(vlan => !isVlan(vlan))
  return (
    <>
      <TextInput
        {...{ mt: 'sm', disabled, maxLength: 2000 }}
        label={t('sensors.filter')}
        description={t('sensors.filterText')}
        value={filter}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={event => change({ filter: event.currentTarget.value })}
      />
      <TagsInput
        {...{ mt: 'sm', disabled, value: vlans }}
        label={t('sensors.ignoreVlans')}
        description={t('sensors.ignoreVlansText')}
        onChange={next => change({ vlans: next })}
        error={wrong === undefined ? null : t('sensors.badVlan', { vlan: wrong })}
      />
      <TagsInput
        {...{ mt: 'sm', disabled, maxTags: 64, value: networks }}
        label={t('sensors.ignoreNetworks')}
        description={t('sensors.ignoreNetworksText')}
        onChange={next => change({ networks: next })}
      />
    </>
  )
}
