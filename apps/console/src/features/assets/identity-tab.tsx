// What it is, and who says so.
import type { Asset } from '@nautilus/model'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import type { AssetDetail } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import styles from './asset-page.module.css'
import { type Claims, claimsOf } from './claims.ts'
import { Interfaces } from './interfaces.tsx'

export function IdentityTab({ detail: { asset } }: { readonly detail: AssetDetail }) {
  const { t } = useTranslation()
  const certificates = asset.certificates.map(({ subject, until }) => `${subject}${until ? `, ${until}` : ''}`)
  const credentials = asset.credentials.map(({ protocol, what }) => `${what} (${protocol})`)
  return (
    <div className={styles.pair}>
      <div className={styles.stack}>
        <Panel title={t('asset.attributes')} flush>
          <Attributes asset={asset} />
        </Panel>
        <Interfaces asset={asset} />
      </div>
      <div className={styles.stack}>
        <Panel title={t('asset.roles')} flush>
          <Roles asset={asset} />
        </Panel>
        <Texts title={t('asset.modules')} texts={asset.modules} />
        <Texts title={t('asset.services')} texts={asset.services} />
        <Texts title={t('asset.software')} texts={asset.software} />
        <Texts title={t('asset.certificates')} texts={certificates} />
        <Texts title={t('asset.credentials')} texts={credentials} />
      </div>
    </div>
  )
}

function Attributes({ asset }: { readonly asset: Asset }): ReactNode {
  const { t } = useTranslation()
  const all = claimsOf(asset)
  if (all.length === 0) return <p className={styles.quiet}>{t('asset.noClaims')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keys
    <div className={styles.frame} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('asset.attribute')}</th>
            <th>{t('asset.value')}</th>
            <th>{t('asset.source')}</th>
            <th className={styles.number}>{t('asset.confidence')}</th>
            <th>{t('column.last')}</th>
          </tr>
        </thead>
        <tbody>
          {all.map(claims => (
            <ClaimRows key={claims.attribute} {...claims} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ClaimRows({ attribute, claims, conflict }: Claims): ReactNode {
  const { t, i18n } = useTranslation()
  const words = useWords()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  return claims.map(({ value, source, confidence, last, frame }, index) => (
    <tr key={`${source} ${value} ${frame}`} className={index > 0 ? styles.same : undefined}>
      <td>
        {index === 0 && <span className={styles.attribute}>{words.attribute(attribute)}</span>}
        {index === 0 && conflict && <span className={styles.conflict}>{t('asset.conflict')}</span>}
      </td>
      <td className={index > 0 ? 'dim' : undefined}>
        <Name text={value} />
      </td>
      <td className="dim">
        <Name text={source} />
      </td>
      <td className={styles.number}>{percent.format(confidence)}</td>
      <td className={`dim ${styles.nowrap}`}>
        <Moment at={last} />
      </td>
    </tr>
  ))
}

function Roles({ asset }: { readonly asset: Asset }): ReactNode {
  const { t, i18n } = useTranslation()
  const words = useWords()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  if (asset.roles.length === 0) return <p className={styles.quiet}>{t('asset.noRole')}</p>
  return asset.roles.map(({ role, confidence, reasons }) => (
    <div key={role} className={styles.role}>
      <div className={styles.roleHead}>
        <strong>{words.role(role)}</strong>
        <span className="dim">{percent.format(confidence)}</span>
      </div>
      <ul>
        {reasons.map(reason => (
          <li key={reason}>
            <Name text={reason} />
          </li>
        ))}
      </ul>
    </div>
  ))
}

function Texts({ title, texts }: { readonly title: string; readonly texts: readonly string[] }): ReactNode {
  if (texts.length === 0) return null
  return (
    <Panel title={title} flush>
      <ul className={styles.plainList}>
        {texts.map(text => (
          <li key={text}>
            <Name text={text} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
