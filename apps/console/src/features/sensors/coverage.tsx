// What this place of listening does not show, and what to ask of those who run the network.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { factQuery } from '../../shared/facts.ts'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { overviewQuery } from '../../shared/queries.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import styles from './sensors.module.css'

export function CoverageTab() {
  return (
    <div className={styles.stack}>
      <Unseen />
      <Blind />
    </div>
  )
}

function Unseen() {
  const { t, i18n } = useTranslation()
  const { data, isPending } = useQuery({ ...factQuery(useHere(), 'coverage'), retry: false })
  if (isPending) return null
  if (!data)
    return (
      <Panel title={t('sensors.coverage')}>
        <Empty icon="info" title={t('sensors.noCoverage')}>
          <p>{t('sensors.noCoverageText')}</p>
        </Empty>
      </Panel>
    )
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <Panel title={t('sensors.coverage')}>
      <p style={{ marginTop: 0 }}>
        {t('sensors.shares', {
          recognised: percent.format(data.recognised),
          encrypted: percent.format(data.encrypted),
        })}
      </p>
      {data.unseen.map(({ code, grade, what, ask }) => (
        <div key={code} className={styles.unseen} data-grade={grade}>
          <strong>{t(`sensors.grade-${grade}`)}</strong>
          <span>
            <Name text={what} />
            {ask && (
              <span className="dim">
                {' '}
                <Name text={ask} />
              </span>
            )}
          </span>
        </div>
      ))}
      {data.silent.length > 0 && (
        <Table
          label={t('sensors.silent')}
          rows={data.silent}
          keyOf={({ cidr }) => cidr}
          columns={[
            { name: t('sensors.silent'), cell: ({ cidr }) => <Name text={cidr} mono /> },
            { name: t('sensors.addresses'), number: true, cell: ({ addresses }) => addresses },
            { name: t('sensors.why'), cell: ({ reason }) => <Name text={reason} /> },
          ]}
        />
      )}
    </Panel>
  )
}

/** Rules that cannot find anything here, and why. */
function Blind() {
  const { t } = useTranslation()
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
                { name: t('sensors.rule'), cell: ({ title }) => <Name text={title} /> },
                { name: t('sensors.why'), cell: ({ why }) => <Name text={why} /> },
                { name: t('sensors.needs'), cell: ({ needs }) => <Name text={needs.join(', ')} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  )
}
