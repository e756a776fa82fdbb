import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { useRuleTitle } from '../../shared/rule-title.ts'
import { SeverityMark } from '../../shared/severity.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import type { FindingRow, SiteOverview } from '../../shared/wire.ts'
import { waitingQuery } from './api.ts'
import styles from './now-page.module.css'

/** The gravest findings that wait for somebody. */
export function Waiting({ overview }: { readonly overview: SiteOverview }) {
  const { t } = useTranslation()
  const here = useHere()
  const { tenant, site } = here
  const count = Object.values(overview.findings).reduce((sum, part) => sum + (part ?? 0), 0)
  const all = (
    <Link to="/$tenant/$site/findings" params={{ tenant, site }} className="link">
      {t('now.allFindings', { count })}
    </Link>
  )
  return (
    <Panel title={t('now.waiting')} flush aside={count > 0 && all}>
      <Loaded query={useQuery(waitingQuery(here))}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('now.calm')}>{t('now.calmText')}</Empty>
          ) : (
            <ul className={styles.list}>
              {items.map(row => (
                <li key={row.id}>
                  <FindingLine row={row} at={row.last} why />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  )
}

type Props = { readonly row: FindingRow; readonly at: number; readonly why?: boolean }

export function FindingLine({ row, at, why = false }: Props) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  return (
    <Link to="/$tenant/$site/findings/$finding" params={{ tenant, site, finding: row.id }} className={styles.row}>
      <span role="img" aria-label={t(`severity.${row.severity}`)} title={t(`severity.${row.severity}`)}>
        <SeverityMark grade={row.severity} />
      </span>
      <span className={`${styles.text} ${why ? styles.strong : ''}`}>
        <Name text={useRuleTitle()(row)} />
      </span>
      <span className={styles.when}>
        <Moment at={at} />
      </span>
      {why && (
        <span className={styles.second}>
          <span lang="en">
            <Name text={row.why} />
          </span>
        </span>
      )}
    </Link>
  )
}
