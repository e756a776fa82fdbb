// What is new within a day: devices, and findings.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { calledOf } from '../../shared/asset-names.ts'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Moment, useNow } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Rows } from '../../shared/states.tsx'
import type { AssetRow } from '../../shared/wire.ts'
import { heardQuery, recentQuery } from './api.ts'
import { newcomers } from './newcomers.ts'
import styles from './now-page.module.css'
import { FindingLine } from './waiting.tsx'

const SHOWN = 5

export function Changed({ since }: { readonly since: number | null }) {
  const { t } = useTranslation()
  const here = useHere()
  const { tenant, site } = here
  const now = useNow()
  const heardNow = useQuery(heardQuery(here))
  const recent = useQuery(recentQuery(here))
  const [heard, findings] = [heardNow.data ?? [], recent.data ?? []]
  const isTold = heardNow.data && recent.data
  const devices = newcomers(heard, since, now)
  const all = (
    <Link to="/$tenant/$site/findings" params={{ tenant, site }} search={{ hours: 24, status: 'all' }} className="link">
      {t('now.newFindings', { count: findings.length })}
    </Link>
  )
  return (
    <Panel title={t('now.changed')} flush aside={findings.length > 0 && all}>
      {devices.length + findings.length === 0 &&
        (isTold ? <p className={styles.quiet}>{t('now.nothingChanged')}</p> : <Rows count={4} />)}
      <ul className={styles.list}>
        {devices.slice(0, SHOWN).map(asset => (
          <li key={asset.id}>
            <Newcomer asset={asset} />
          </li>
        ))}
        {findings.slice(0, SHOWN).map(row => (
          <li key={row.id}>
            <FindingLine row={row} at={row.first} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Newcomer({ asset }: { readonly asset: AssetRow }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  return (
    <Link to="/$tenant/$site/assets/$asset" params={{ tenant, site, asset: asset.id }} className={styles.row}>
      <Icon name="assets" size={14} />
      <span className={styles.text}>
        {t('now.newDevice')} <Name text={calledOf(asset)} />{' '}
        <span className="dim">
          <Name text={asset.vendor} fallback="" />
        </span>
      </span>
      <span className={styles.when}>
        <Moment at={asset.first} />
      </span>
    </Link>
  )
}
