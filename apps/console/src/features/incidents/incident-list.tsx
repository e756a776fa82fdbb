// Incidents as rows, each a link to its room.
import type { Severity as Grade } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { sitesQuery } from '../../shared/queries.ts'
import { SeverityMark } from '../../shared/severity.tsx'
import type { IncidentRow } from '../../shared/wire.ts'
import styles from './incidents.module.css'
import { usePerson, useSay } from './say.ts'

/** `at`: the row under the cursor. */
export function IncidentList({ rows, at = -1 }: { readonly rows: readonly IncidentRow[]; readonly at?: number }) {
  return (
    <ul className={styles.queue}>
      {rows.map((row, place) => (
        <li key={`${row.site} ${row.id}`} data-at={place === at || undefined}>
          <Row row={row} />
        </li>
      ))}
    </ul>
  )
}

function Row({ row }: { readonly row: IncidentRow }) {
  const { t } = useTranslation()
  const { tenant, site: here } = useHere()
  const { state } = useSay()
  const person = usePerson()
  const { id, site, severity, title, findings, assignee, exercise, since, playbook, unanswered } = row
  const grade = severity as Grade
  return (
    <Link to="/$tenant/$site/incidents/$incident" params={{ tenant, site, incident: id }} className={styles.row}>
      <span role="img" aria-label={t(`severity.${grade}`)} title={t(`severity.${grade}`)}>
        <SeverityMark grade={grade} />
      </span>
      <span className={styles.rowTitle}>
        <Name text={title} />
        {exercise && <span className={styles.exercise}>{t('incident.exercise')}</span>}
      </span>
      <span className={styles.state} data-awaiting={row.state === 'awaiting engineering decision'}>
        {state(row.state)}
      </span>
      <span className={styles.rowMore}>
        <Moment at={since} />
        {' · '}
        {t('incident.findings', { count: findings })}
        {' · '}
        {assignee === null ? t('incident.unassigned') : person(assignee)}
        {playbook !== null && ` · ${playbook}`}
        {site !== here && <SiteName site={site} />}
        {unanswered > 0 && <span className={styles.unanswered}>{t('incident.waiting', { count: unanswered })}</span>}
      </span>
    </Link>
  )
}

function SiteName({ site }: { readonly site: string }) {
  const { tenant } = useHere()
  const { data = [] } = useQuery(sitesQuery(tenant))
  return (
    <>
      {' · '}
      <Name text={data.find(({ id }) => id === site)?.name ?? site} />
    </>
  )
}
