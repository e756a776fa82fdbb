// The site in numbers; each leads to what it counts.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { severities } from '../../shared/grades.ts'
import { useHere } from '../../shared/here.tsx'
import { SeverityMark } from '../../shared/severity.tsx'
import type { SiteOverview } from '../../shared/wire.ts'
import styles from './numbers.module.css'

export function Numbers({ overview: { findings, assets } }: { readonly overview: SiteOverview }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  return (
    <ul className={styles.strip}>
      {severities
        .filter(grade => grade !== 'recorded')
        .map(grade => (
          <li key={grade} data-zero={!findings[grade]}>
            <Link to="/$tenant/$site/findings" params={{ tenant, site }} search={{ severity: [grade] }}>
              <span className={styles.label}>
                <SeverityMark grade={grade} /> {t(`severity.${grade}`)}
              </span>
              <Amount>{findings[grade] ?? 0}</Amount>
            </Link>
          </li>
        ))}
      <li>
        <Link to="/$tenant/$site/assets" params={{ tenant, site }}>
          <span className={styles.label}>{t('page.assets')}</span>
          <Amount>{assets}</Amount>
        </Link>
      </li>
    </ul>
  )
}

function Amount({ children }: { readonly children: number }): ReactNode {
  const { i18n } = useTranslation()
  return <span className={styles.amount}>{new Intl.NumberFormat(i18n.language).format(children)}</span>
}
