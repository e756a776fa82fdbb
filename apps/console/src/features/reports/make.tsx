// Which report, of what, over which days, in which language.
import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Asked, incidentsQuery, type Library, madeKey, makeReport } from './data.ts'
import { type Days, dayAt, daysOf, type PeriodName, periods } from './period.ts'
import styles from './reports.module.css'
import { useReportLanguage, useReportWords } from './words.ts'

type Props = { readonly library: Library; readonly onMade: (id: string) => void }

export function Make({ library, onMade }: Props) {
  const kinds = library.map(one => one.kind)
  const { t } = useTranslation()
  const here = useHere()
  const words = useReportWords()
  const [kind, setKind] = useState(kinds[0] ?? '')
  const [days, setDays] = useState<Days | null>(() => daysOf('last-month', dayAt(Date.now(), here.timeZone)))
  const [language, setLanguage] = useState<Asked['language']>(useReportLanguage())
  const [sites, setSites] = useState<'here' | 'all'>('here')
  const [incident, setIncident] = useState<string | null>(null)
  const isOfIncident = library.find(one => one.kind === kind)?.of === 'incident'
  const today = dayAt(Date.now(), here.timeZone)
  const span = isOfIncident ? incident && { from: today, to: today } : days
  const make = useAct(
    (of: Days) =>
      makeReport(here, {
        ...{ kind, language, ...of },
        ...(isOfIncident && incident ? { incident } : {}),
        ...(isOfIncident || sites === 'here' ? { sites: [here.site] } : {}),
      }),
    { renews: [madeKey(here.tenant)], onDone: ({ id }) => onMade(id) },
  )
  return (
    <Panel title={t('reports.make')}>
      <p className={`dim ${styles.about}`}>{words.about(kind)}</p>
      <div className={styles.fields}>
        <Choice label={t('reports.kind')} value={kind} onChange={setKind} of={kinds} say={words.title} wide />
        {isOfIncident ? (
          <IncidentField value={incident} onChange={setIncident} />
        ) : (
          <>
            <PeriodFields onChange={setDays} />
            <Choice
              label={t('reports.sites')}
              value={sites}
              onChange={setSites}
              of={['here', 'all'] as const}
              say={name => (name === 'here' ? here.name : t('reports.allSites'))}
            />
          </>
        )}
        <Choice
          label={t('reports.language')}
          value={language}
          onChange={setLanguage}
          of={['en', 'de'] as const}
          say={name => t(`reports.language-${name}`)}
        />
        <Button loading={make.isPending} disabled={kind === '' || !span} onClick={() => span && make.mutate(span)}>
          {t('reports.makeIt')}
        </Button>
      </div>
    </Panel>
  )
}

type IncidentProps = { readonly value: string | null; readonly onChange: (id: string | null) => void }

/** The newest of the site. */
function IncidentField({ value, onChange }: IncidentProps) {
  const { t } = useTranslation()
  const rows = useQuery(incidentsQuery(useHere())).data ?? []
  return (
    <Select
      label={t('reports.incident')}
      placeholder={t('reports.chooseIncident')}
      w={380}
      searchable
      data={rows.map(({ id, title }) => ({ value: id, label: `${id}: ${plain(title, 60)}` }))}
      value={value}
      onChange={onChange}
    />
  )
}

/** Tells the days, or null while some are missing. */
function PeriodFields({ onChange }: { readonly onChange: (days: Days | null) => void }) {
  const { t } = useTranslation()
  const { timeZone } = useHere()
  const [period, setPeriod] = useState<PeriodName>('last-month')
  const [own, setOwn] = useState<Days>({ from: '', to: '' })
  const change = (next: PeriodName, days: Days) => {
    setPeriod(next)
    setOwn(days)
    const whole = days.from !== '' && days.to !== '' ? days : null
    onChange(daysOf(next, dayAt(Date.now(), timeZone)) ?? whole)
  }
  return (
    <>
      <Choice
        label={t('reports.period')}
        value={period}
        onChange={next => change(next, own)}
        of={periods}
        say={name => t(`reports.period-${name}`)}
      />
      {period === 'own' &&
        (['from', 'to'] as const).map(end => (
          <TextInput
            key={end}
            type="date"
            label={t(`reports.${end}`)}
            value={own[end]}
            onChange={event => change(period, { ...own, [end]: event.currentTarget.value })}
          />
        ))}
    </>
  )
}

type ChoiceProps<T extends string> = {
  readonly label: string
  readonly value: T
  readonly onChange: (value: T) => void
  readonly of: readonly T[]
  readonly say: (value: T) => string
  readonly wide?: boolean
}

function Choice<T extends string>({ label, value, onChange, of, say, wide = false }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      w={wide ? 320 : 180}
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
