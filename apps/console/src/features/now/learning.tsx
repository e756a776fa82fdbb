// How far what is normal is known, and what therefore cannot be noticed yet.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { useRuleTitle } from '../../shared/rule-title.ts'
import type { Blind, DetectionFact } from '../../shared/wire.ts'
import styles from './now-page.module.css'

export function Learning({ detection }: { readonly detection: DetectionFact | null }) {
  const { t, i18n } = useTranslation()
  const { tenant, site: at } = useHere()
  const here = { tenant, site: at }
  if (!detection)
    return (
      <Panel title={t('now.learning')} flush>
        <p className={styles.quiet}>{t('now.notLearning')}</p>
      </Panel>
    )
  const { site, rules, blind } = detection
  const known = 1 - site.unseen
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 }).format(known)
  const waits = blind.filter(({ why }) => why === 'baseline')
  const absent = blind.filter(({ why }) => why !== 'baseline')
  return (
    <Panel title={t('now.learning')}>
      <strong>{t(site.ready ? 'now.ready' : 'now.notReady')}</strong>{' '}
      <span className="dim">{t('now.known', { percent })}</span>
      <div className={styles.meter} role="img" aria-label={t('now.known', { percent })}>
        <div style={{ width: `${100 * known}%` }} />
      </div>
      <dl className={styles.facts}>
        <dt>{t('now.since')}</dt>
        <dd>
          <Moment at={site.since} as="short" />
        </dd>
        <dt>{t('now.observations')}</dt>
        <dd>
          <Link to="/$tenant/$site/baselines" params={here} className="link">
            {new Intl.NumberFormat(i18n.language).format(site.observations)}
          </Link>
        </dd>
        <dt>{t('now.rules')}</dt>
        <dd>
          <Link to="/$tenant/$site/sensors" params={here} search={{ tab: 'coverage' }} className="link">
            {t('now.rulesWatch', { watching: rules - blind.length, rules })}
          </Link>
        </dd>
      </dl>
      <Blinds title={t('now.waitsToLearn', { count: waits.length })} blinds={waits} />
      <Blinds title={t('now.notHere', { count: absent.length })} blinds={absent} />
    </Panel>
  )
}

function Blinds({ title, blinds }: { readonly title: string; readonly blinds: readonly Blind[] }) {
  const titleOf = useRuleTitle()
  if (blinds.length === 0) return null
  return (
    <details className={styles.details}>
      <summary>{title}</summary>
      <ul>
        {blinds.map(({ rule, title, needs }) => (
          <li key={rule}>
            <Name text={titleOf({ rule, title })} />
            {needs.length > 0 && <> ({needs.join(', ')})</>}
          </li>
        ))}
      </ul>
    </details>
  )
}
