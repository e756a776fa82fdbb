// The interfaces of a sensor that listens: whether there is a link, how much comes, and how full its ring gets.
import type { HeardInterface, Hearing } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import styles from './sensors.module.css'

export function Hears({ hearing }: { readonly hearing: Hearing | undefined }) {
  const { t } = useTranslation()
  if (!hearing) return <>–</>
  return (
    <div className={styles.hears}>
      {hearing.interfaces.map(one => (
        <Heard key={one.name} heard={one} hasRing={hearing.by === 'ring'} />
      ))}
      {hearing.by !== 'ring' && (
        <div className="dim" title={hearing.why}>
          {t(`sensors.by-${hearing.by}`)}
        </div>
      )}
    </div>
  )
}

function Heard({ heard, hasRing }: { readonly heard: HeardInterface; readonly hasRing: boolean }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 })
  const { name, state, rate, fill } = heard
  const says = state === 'up' ? t('sensors.rate', { rate: number.format(rate) }) : t(`sensors.link-${state}`)
  return (
    <div>
      <span className={styles.state} data-state={state === 'up' ? 'live' : 'silent'}>
        <Name text={name} mono />
      </span>{' '}
      <span className="dim">
        {says}
        {hasRing && state === 'up' && ` · ${t('sensors.fill', { fill: percent.format(fill) })}`}
      </span>
    </div>
  )
}
