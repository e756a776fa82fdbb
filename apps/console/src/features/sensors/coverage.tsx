// What this place of listening does not show, and what to ask of those who run the network.
import type { Unseen } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { overviewQuery } from '../../shared/queries.ts'
import { useRuleTitle } from '../../shared/rule-title.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { coverageQuery, type SensorCoverage } from './data.ts'
import { Rings } from './rings.tsx'
import styles from './sensors.module.css'

export function CoverageTab() {
  return (
    <div className={styles.stack}>
      <Gaps />
      <Rings />
      <Blind />
    </div>
  )
}

function Gaps() {
  const { t } = useTranslation()
  const query = useQuery(coverageQuery(useHere()))
  return (
    <Loaded query={query}>
      {sensors =>
        sensors.length === 0 ? (
          <Panel title={t('sensors.coverage')}>
            <Empty icon="info" title={t('sensors.noCoverage')}>
              <p>{t('sensors.noCoverageText')}</p>
            </Empty>
          </Panel>
        ) : (
          sensors.map(coverage => <OfSensor key={coverage.sensor} coverage={coverage} />)
        )
      }
    </Loaded>
  )
}

function OfSensor({ coverage }: { readonly coverage: SensorCoverage }) {
  const { t, i18n } = useTranslation()
  const { sensor, file, at, recognised, encrypted, unseen, silent } = coverage
  const { data } = useQuery(overviewQuery(useHere()))
  const name = file ?? data?.sensors.find(({ id }) => id === sensor)?.name ?? sensor
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <Panel title={<Name text={t('sensors.coverageOf', { name })} />} aside={<Moment at={at} />}>
      <p style={{ marginTop: 0 }}>
        {t('sensors.shares', { recognised: percent.format(recognised), encrypted: percent.format(encrypted) })}
      </p>
      {unseen.length === 0 && <p>{t('sensors.nothingUnseen')}</p>}
      {unseen.map(one => (
        <Gap key={`${one.code} ${one.what}`} unseen={one} />
      ))}
      {silent.length > 0 && (
        <Table
          label={t('sensors.silent')}
          rows={silent}
          keyOf={({ cidr }) => cidr}
          columns={[
            { name: t('sensors.silent'), cell: ({ cidr }) => <Name text={cidr} mono /> },
            { name: t('sensors.addresses'), number: true, cell: ({ addresses }) => addresses },
            {
              name: t('sensors.why'),
              cell: ({ reason }) => <Name text={t(`silence.${reason as SilenceKey}`, { defaultValue: reason })} />,
            },
          ]}
        />
      )}
    </Panel>
  )
}

type SilenceKey = keyof typeof import('../../messages/en.json')['silence']

/** In the language of the reader; what a sensor of before tells has no figures, and stays as it is. */
function Gap({ unseen: { code, grade, what, ask, values } }: { readonly unseen: Unseen }) {
  const { t } = useTranslation()
  const key = code.replace('.', '-') as 'mirror-none'
  const said = (name: 'mirror-none' | 'mirror-none-ask', defaultValue: string) =>
    values ? t(`unseen.${name}`, { ...values, defaultValue }) : defaultValue
  return (
    <div className={styles.unseen} data-grade={grade}>
      <strong>{t(`sensors.grade-${grade}`)}</strong>
      <span>
        <Name text={said(key, what)} />
        {ask && (
          <span className="dim">
            {' '}
            <Name text={said(`${key}-ask`, ask)} />
          </span>
        )}
      </span>
    </div>
  )
}

/** Rules that cannot find anything here, and why. */
function Blind() {
  const { t } = useTranslation()
  const titleOf = useRuleTitle()
  const query = useQuery(overviewQuery(useHere()))
  return (
    <Panel flush title={t('sensors.blind')}>
      <Loaded query={query}>
        {({ detection }) =>
          !detection || detection.blind.length === 0 ? (
            <Empty title={t('sensors.noBlind')} />
          ) : (
            <Table
              label={t('sensors.blind')}
              rows={detection.blind}
              keyOf={({ rule }) => rule}
              columns={[
                { name: t('sensors.rule'), cell: of => <Name text={titleOf(of)} /> },
                {
                  name: t('sensors.why'),
                  cell: ({ why }) => t(why === 'baseline' ? 'sensors.blindUntaught' : 'sensors.blindUnheard'),
                },
                { name: t('sensors.needs'), cell: ({ needs }) => <Name text={needs.join(', ')} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  )
}
