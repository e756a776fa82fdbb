// What one wants to know of a device first.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name, Prose } from '../../shared/name.tsx'
import { microsOf } from '../../shared/time.ts'
import type { AssetDetail } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import styles from './asset-page.module.css'
import { useZoneNames } from './zone-names.ts'

export function AssetHead({ detail: { asset, edits } }: { readonly detail: AssetDetail }) {
  const { t } = useTranslation()
  const words = useWords()
  const { tenant, site } = useHere()
  const zoneOf = useZoneNames()
  const zone = edits?.zone ?? asset.zone
  const criticality = edits?.criticality ?? asset.criticality?.grade ?? null
  return (
    <section className={styles.head}>
      <dl className={styles.facts}>
        <Fact name={t('column.role')} value={words.role(asset.role)} />
        <Fact name={t('column.ip')} value={<Name text={asset.ip.join(', ')} mono />} />
        <Fact name={t('column.mac')} value={<Name text={asset.mac.join(', ')} mono />} />
        <Fact name={t('column.vendor')} value={<Name text={asset.vendor} />} />
        <Fact name={t('column.model')} value={<Name text={asset.model} />} />
        <Fact name={t('column.firmware')} value={<Name text={asset.firmware} />} />
        <Fact
          name={t('column.zone')}
          value={
            zone ? (
              <Link to="/$tenant/$site/assets" params={{ tenant, site }} search={{ zone }} className="link">
                <Name text={zoneOf(zone)} />
              </Link>
            ) : (
              '–'
            )
          }
        />
        <Fact name={t('column.level')} value={asset.level === null ? '–' : String(asset.level)} />
        <Fact
          name={t('column.criticality')}
          value={
            <span title={asset.criticality?.reasons.join('; ')}>
              {criticality ? words.criticality(criticality) : '–'}
            </span>
          }
        />
        {edits?.owner && <Fact name={t('edit.owner')} value={<Name text={edits.owner} />} />}
        {edits?.process && <Fact name={t('edit.process')} value={<Name text={edits.process} />} />}
        {asset.mode && <Fact name={t('attribute.mode')} value={<Name text={modeOf(asset.mode)} />} />}
        <Fact name={t('finding.first')} value={<Moment at={asset.first} as="short" />} />
        <Fact name={t('column.last')} value={<Moment at={asset.last} />} />
      </dl>
      {edits?.note && (
        <div className={styles.note}>
          <Prose text={edits.note} />
          <p className="dim">
            <Name text={edits.changed_by} /> <Moment at={microsOf(edits.changed_at)} />
          </p>
        </div>
      )}
    </section>
  )
}

const modeOf = ({ value, keySwitch }: { readonly value: string; readonly keySwitch: string | null }): string =>
  keySwitch === null ? value : `${value} (${keySwitch})`

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
