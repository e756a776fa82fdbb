// What a rule would have found here, before it goes live.
import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type Trial, tryRule } from './data.ts'

const HOUR = 3600e6
const periods = ['1', '24', '168', '720'] as const

type Props = {
  readonly source: string
  /** Of the rule that it replaces. */
  readonly id: string | null
  readonly isRight: boolean
}

export function TrialPanel({ source, id, isRight }: Props) {
  const { t } = useTranslation()
  const here = useHere()
  const [hours, setHours] = useState<string>('24')
  const trial = useAct(() => {
    const to = Date.now() * 1000
    return tryRule(here, { source, ...(id === null ? {} : { id }), from: to - Number(hours) * HOUR, to })
  })
  return (
    <Panel
      title={t('rules.trial')}
      aside={
        <>
          <Select
            size="xs"
            w={160}
            aria-label={t('rules.period')}
            data={periods.map(value => ({ value, label: t(`rules.hours-${value}`) }))}
            value={hours}
            onChange={next => setHours(next ?? '24')}
          />
          <Button size="xs" loading={trial.isPending} disabled={!isRight} onClick={() => trial.mutate()}>
            {t('rules.try')}
          </Button>
        </>
      }
    >
      {trial.data ? <Result trial={trial.data} /> : <p className="dim">{t('rules.trialText')}</p>}
    </Panel>
  )
}

function Result({ trial: { from, to, batches, operations, cut, rules } }: { readonly trial: Trial }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  if (from === null || to === null) return <p>{t('rules.nothingLeft')}</p>
  return (
    <>
      <p>
        {t('rules.looked', { batches: number.format(batches), operations: number.format(operations) })}{' '}
        <Moment at={from} as="short" /> – <Moment at={to} as="short" />
      </p>
      {cut && <p style={{ color: 'var(--severity-high)' }}>{t('rules.cut')}</p>}
      {rules.map(({ id, title, matches, findings, first }) => (
        <section key={id}>
          <h3>
            <Name text={title} />
          </h3>
          <p>{t('rules.found', { matches: number.format(matches), findings: number.format(findings) })}</p>
          {first.length > 0 && (
            <Table
              label={title}
              rows={first.map((match, at) => ({ ...match, key: String(at) }))}
              keyOf={({ key }) => key}
              columns={[
                { name: t('rules.at'), cell: ({ at }) => <Moment at={at} as="short" /> },
                { name: t('finding.source'), cell: ({ source }) => <Name text={source ?? ''} fallback="" /> },
                { name: t('finding.target'), cell: ({ target }) => <Name text={target ?? ''} fallback="" /> },
                { name: t('rules.why'), cell: ({ why }) => <Name text={why} /> },
              ]}
            />
          )}
        </section>
      ))}
    </>
  )
}
