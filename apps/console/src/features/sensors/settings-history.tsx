// Every version of the settings of a sensor: who set what, when.
import { useTranslation } from 'react-i18next'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import type { SensorBook } from './settings-data.ts'

type Version = SensorBook['history'][number]

export function SettingsHistory({ book: { history, at_sensor } }: { readonly book: SensorBook }) {
  const { t } = useTranslation()
  if (history.length === 0) return null
  const there = at_sensor?.version ?? 0
  return (
    <>
      <h3 style={{ margin: '20px 0 8px' }}>{t('sensors.settingsHistory')}</h3>
      <Table
        label={t('sensors.settingsHistory')}
        rows={history}
        keyOf={({ version }) => String(version)}
        columns={[
          {
            name: t('sensors.version'),
            cell: ({ version }) => (version === there ? `${version} · ${t('sensors.settingsInForce')}` : version),
          },
          { name: t('sensors.when'), cell: ({ changed_at }) => <Moment at={microsOf(changed_at)} as="short" /> },
          { name: t('sensors.by'), cell: ({ changed_by }) => <Name text={changed_by} /> },
          { name: t('sensors.what'), cell: version => <What version={version} /> },
        ]}
      />
    </>
  )
}

function What({ version: { settings } }: { readonly version: Version }) {
  const { t } = useTranslation()
  const { learnUntil, filter, ignoreVlans, ignoreNetworks, switchedOff } = settings
  const lists = [
    [t('sensors.filter'), filter === null ? [] : [filter]],
    [t('sensors.ignoreVlans'), ignoreVlans],
    [t('sensors.ignoreNetworks'), ignoreNetworks],
    [t('sensors.switchedOff'), switchedOff],
  ] as const
  const told = lists.filter(([, values]) => values.length > 0)
  if (told.length === 0 && learnUntil === null) return <span className="dim">{t('sensors.settingsAll')}</span>
  return (
    <div style={{ display: 'grid', gap: 2 }}>
      {learnUntil !== null && (
        <span>
          {t('sensors.learnsUntil')} <Moment at={learnUntil} as="short" />
        </span>
      )}
      {told.map(([label, values]) => (
        <span key={label}>
          {label}: <Name text={values.join(', ')} />
        </span>
      ))}
    </div>
  )
}
