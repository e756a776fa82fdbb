// Whether the sensors see: when they were heard, what they lost, what they could not read.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment, useNow } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { microsOf } from '../../shared/time.ts'
import type { Sensor } from '../../shared/wire.ts'
import styles from './now-page.module.css'
import { shares, stateOf } from './sensor-state.ts'

export function Sensing({ sensors }: { readonly sensors: readonly Sensor[] }) {
  const { t } = useTranslation()
  const own = sensors.filter(({ revoked_at }) => revoked_at === null)
  return (
    <Panel title={t('now.sensing')} flush>
      {own.length === 0 && <p className={styles.quiet}>{t('now.noSensor')}</p>}
      <ul className={styles.list}>
        {own.map(sensor => (
          <li key={sensor.id}>
            <SensorLine sensor={sensor} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function SensorLine({ sensor }: { readonly sensor: Sensor }) {
  const { t, i18n } = useTranslation()
  const { tenant, site } = useHere()
  const state = stateOf(sensor, useNow())
  const number = new Intl.NumberFormat(i18n.language, { notation: 'compact', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 2 })
  const { dropped, malformed, unrecognised } = shares(sensor.health)
  const parts = [
    t('now.packets', { count: sensor.health.packets ?? 0, shown: number.format(sensor.health.packets ?? 0) }),
    t('now.dropped', { share: percent.format(dropped) }),
    t('now.malformed', { share: percent.format(malformed) }),
    t('now.unrecognised', { share: percent.format(unrecognised) }),
  ]
  return (
    <Link to="/$tenant/$site/sensors" params={{ tenant, site }} className={styles.row}>
      <span className={styles.dot} data-state={state} role="img" aria-label={t(`now.sensor-${state}`)} />
      <span className={styles.text}>
        <Name text={sensor.name} /> <span className="dim">{t(`now.sensor-${state}`)}</span>
      </span>
      <span className={styles.when}>
        <Moment at={microsOf(sensor.last_seen)} />
      </span>
      <span className={styles.second}>{parts.join(' · ')}</span>
    </Link>
  )
}
