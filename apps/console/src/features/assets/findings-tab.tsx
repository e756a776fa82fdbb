import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { FindingLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { useRuleTitle } from '../../shared/rule-title.ts'
import { Severity } from '../../shared/severity.tsx'
import { Empty } from '../../shared/states.tsx'
import type { AssetDetail, FindingRow } from '../../shared/wire.ts'
import styles from './asset-page.module.css'

export function FindingsTab({ detail: { asset, findings } }: { readonly detail: AssetDetail }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  if (findings.length === 0) return <Empty title={t('asset.noFindings')} />
  const all = (
    <Link
      to="/$tenant/$site/findings"
      params={{ tenant, site }}
      search={{ asset: asset.id, status: 'all' }}
      className="link"
    >
      {t('asset.inQueue')}
    </Link>
  )
  return (
    <Panel title={t('page.findings')} aside={all} flush>
      <div className={styles.frame}>
        <table className={styles.table}>
          <tbody>
            {findings.map(row => (
              <Line key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function Line({ row }: { readonly row: FindingRow }) {
  const { t } = useTranslation()
  const titleOf = useRuleTitle()
  return (
    <tr>
      <td>
        <Severity grade={row.severity} />
      </td>
      <td>
        <FindingLink place={useHere()} id={row.id}>
          <Name text={titleOf(row)} />
        </FindingLink>
        <div className="dim" lang="en">
          <Name text={row.why} />
        </div>
      </td>
      <td className={styles.nowrap}>{t(`status.${row.status}`)}</td>
      <td className={`dim ${styles.nowrap}`}>
        <Moment at={row.last} />
      </td>
    </tr>
  )
}
