// When a report comes, in which form, to whom.
import { Button, Checkbox, Modal, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { type Here, useHere } from '../../shared/here.tsx'
import { useAct } from '../../shared/use-act.ts'
import { forms } from './data.ts'
import styles from './reports.module.css'
import { putSchedule, type Schedule, type ScheduleGiven, schedulesKey } from './schedule-data.ts'
import { useReportLanguage, useReportWords } from './words.ts'

const rhythms = ['week', 'month', 'quarter'] as const
/** The first of January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY = 86_400_000

type Props = {
  readonly schedule: Schedule | null
  readonly kinds: readonly string[]
  readonly onClose: () => void
}

function givenOf(schedule: Schedule | null, otherwise: ScheduleGiven): ScheduleGiven {
  if (!schedule) return otherwise
  const { id: _, by: _by, nextAt: _next, recipients, form, ...given } = schedule
  return { ...given, form: form as ScheduleGiven['form'], recipients: recipients.map(({ email }) => email) }
}

export function ScheduleDialog({ schedule, kinds, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      closeButtonProps={{ 'aria-label': t('map.close') }}
      title={schedule ? t('reports.scheduleChange') : t('reports.scheduleNew')}
    >
      <Form {...{ schedule, kinds, onClose }} />
    </Modal>
  )
}

function Form({ schedule, kinds, onClose }: Props) {
  const { t } = useTranslation()
  const here = useHere()
  const language = useReportLanguage()
  const [given, setGiven] = useState(() => givenOf(schedule, freshOf(here, kinds[0] ?? '', language)))
  const { mutate, isPending, error } = useAct((body: ScheduleGiven) => putSchedule(here, schedule?.id ?? null, body), {
    renews: [schedulesKey(here.tenant)],
    onDone: onClose,
  })
  const change = (part: Partial<ScheduleGiven>) => setGiven(before => ({ ...before, ...part }))
  const faults = error instanceof ApiError ? error.fields : {}
  return (
    <form
      className={styles.dialog}
      onSubmit={event => {
        event.preventDefault()
        mutate({ ...given, name: given.name.trim() })
      }}
    >
      <TextInput
        label={t('reports.scheduleName')}
        value={given.name}
        maxLength={100}
        data-autofocus
        onChange={event => change({ name: event.currentTarget.value })}
      />
      <What {...{ given, kinds, change }} />
      <When {...{ given, faults, change }} />
      <Who {...{ given, faults, change }} />
      <div>
        <Button type="submit" loading={isPending} disabled={given.name.trim() === ''}>
          {t('reports.save')}
        </Button>
      </div>
    </form>
  )
}

const freshOf = (here: Here, kind: string, language: 'en' | 'de'): ScheduleGiven => ({
  ...{ name: '', kind, language, form: 'pdf', sites: [here.site], every: 'month', day: 1, hour: 7 },
  ...{ timeZone: here.timeZone, paused: false, recipients: [] },
})

function Who({ given, faults, change }: PartProps & { readonly faults: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  return (
    <>
      <TagsInput
        label={t('reports.recipients')}
        description={t('reports.recipientsText')}
        splitChars={[',', ';', ' ']}
        value={[...given.recipients]}
        error={faults.recipients}
        onChange={recipients => change({ recipients })}
      />
      <Checkbox
        label={t('reports.paused')}
        checked={given.paused}
        onChange={event => change({ paused: event.currentTarget.checked })}
      />
    </>
  )
}

type PartProps = {
  readonly given: ScheduleGiven
  readonly change: (part: Partial<ScheduleGiven>) => void
}

function What({ given, kinds, change }: PartProps & { readonly kinds: readonly string[] }) {
  const { t } = useTranslation()
  const here = useHere()
  const words = useReportWords()
  return (
    <div className={styles.fields}>
      <Choice
        label={t('reports.kind')}
        value={given.kind}
        of={kinds}
        say={words.title}
        onChange={kind => change({ kind })}
      />
      <Choice
        label={t('reports.sites')}
        value={given.sites.length === 0 ? 'all' : 'here'}
        of={['here', 'all'] as const}
        say={name => (name === 'here' ? here.name : t('reports.allSites'))}
        onChange={name => change({ sites: name === 'all' ? [] : [here.site] })}
      />
      <Choice
        label={t('reports.form')}
        value={given.form}
        of={forms}
        say={form => form.toUpperCase()}
        onChange={form => change({ form })}
      />
      <Choice
        label={t('reports.language')}
        value={given.language}
        of={['en', 'de'] as const}
        say={name => t(`reports.language-${name}`)}
        onChange={language => change({ language })}
      />
    </div>
  )
}

function When({ given, faults, change }: PartProps & { readonly faults: Readonly<Record<string, string>> }) {
  const { t, i18n } = useTranslation()
  const names = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' })
  const days = ['1', '2', '3', '4', '5', '6', '7'] as const
  return (
    <div className={styles.fields}>
      <Choice
        label={t('reports.every')}
        value={given.every}
        of={rhythms}
        say={every => t(`reports.every-${every}`)}
        onChange={every => change({ every, ...(every === 'week' && given.day > 7 ? { day: 1 } : {}) })}
      />
      {given.every === 'week' ? (
        <Choice
          label={t('reports.dayOfWeek')}
          value={days[given.day - 1] ?? '1'}
          of={days}
          say={day => names.format(MONDAY + (Number(day) - 1) * DAY)}
          onChange={day => change({ day: Number(day) })}
        />
      ) : (
        <NumberInput
          w={150}
          label={t('reports.dayOfMonth')}
          {...{ min: 1, max: 28, allowDecimal: false, value: given.day, error: faults.day }}
          onChange={day => change({ day: Number(day) || 1 })}
        />
      )}
      <NumberInput
        w={110}
        label={t('reports.hour')}
        {...{ min: 0, max: 23, allowDecimal: false, value: given.hour }}
        onChange={hour => change({ hour: Number(hour) || 0 })}
      />
      <TextInput
        w={200}
        label={t('reports.timeZone')}
        value={given.timeZone}
        error={faults.timeZone}
        onChange={event => change({ timeZone: event.currentTarget.value })}
      />
    </div>
  )
}

type ChoiceProps<T extends string> = {
  readonly label: string
  readonly value: T
  readonly of: readonly T[]
  readonly say: (value: T) => string
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ label, value, of, say, onChange }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      w={190}
      allowDeselect={false}
      data={of.map(one => ({ value: one, label: say(one) }))}
      value={value}
      onChange={next => {
        const chosen = of.find(one => one === next)
        if (chosen !== undefined) onChange(chosen)
      }}
    />
  )
}
