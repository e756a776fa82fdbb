import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { useRuleTitle } from '../../shared/rule-title.ts'
import { SeverityMark } from '../../shared/severity.tsx'
import type { FindingRow } from '../../shared/wire.ts'
import styles from './finding-row.module.css'
import { StatusBadge } from './status.tsx'

type Props = {
  readonly row: FindingRow
  readonly isOpen: boolean
  readonly isAt: boolean
  /** In front of it: a box to choose it. */
  readonly before: ReactNode
}

export function FindingListRow({ row, isOpen, isAt, before }: Props) {
  const { t, i18n } = useTranslation()
  const { tenant, site } = useHere()
  const { id, severity, why, count, last, status } = row
  const title = useRuleTitle()(row)
  const [source, target] = [row.source_name ?? row.source, row.target_name ?? row.target]
  return (
    <div className={styles.row} data-open={isOpen} data-at={isAt}>
      <div className={styles.before}>{before}</div>
      <Link
        to="/$tenant/$site/findings/$finding"
        params={{ tenant, site, finding: id }}
        search={true}
        className={styles.link}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span className={styles.mark} title={t(`severity.${severity}`)}>
          <SeverityMark grade={severity} />
          <span className={styles.hidden}>{t(`severity.${severity}`)}: </span>
        </span>
        <span className={styles.title}>
          <Name text={title} />
        </span>
        <span className={styles.why}>
          <span lang="en">
            <Name text={why} />
          </span>
        </span>
        <span className={styles.ends}>
          {source && <Name text={source} />}
          {source && target && <span aria-hidden="true"> → </span>}
          {target && <Name text={target} />}
        </span>
        <span className={styles.count} title={t('findings.count', { count })}>
          {count > 1 ? `${new Intl.NumberFormat(i18n.language).format(count)} ×` : ''}
        </span>
        <span className={styles.last}>
          <Moment at={last} />
        </span>
        <span className={styles.status}>
          <StatusBadge status={status} />
        </span>
      </Link>
    </div>
  )
}
