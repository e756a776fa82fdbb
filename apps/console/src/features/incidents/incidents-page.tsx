// The queue: what waits for a decision first, then the gravest.
import { Button, Group, MultiSelect } from '@mantine/core'
import type { Severity as Grade } from '@nautilus/model'
import { states } from '@nautilus/response'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { severities } from '../../shared/grades.ts'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { SeverityMark } from '../../shared/severity.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import type { IncidentRow } from '../../shared/wire.ts'
import { incidentsQuery } from './api.ts'
import styles from './incidents.module.css'
import { usePerson, useSay } from './say.ts'
import { type IncidentSearch, incidentSearchOf } from './search.ts'

const route = getRouteApi('/$tenant/$site/incidents')

export function IncidentsPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const query = useInfiniteQuery(incidentsQuery(useHere(), search))
  return (
    <Page title={t('page.incidents')}>
      <Filters search={search} />
      <Panel flush>
        <Loaded query={query}>
          {({ pages }) => {
            const rows = pages.flatMap(({ items }) => items)
            return rows.length === 0 ? (
              <Empty title={t('incident.none')}>{t('incident.noneText')}</Empty>
            ) : (
              <IncidentList rows={inOrder(rows)} />
            )
          }}
        </Loaded>
      </Panel>
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('incident.more')}
          </Button>
        </Group>
      )}
    </Page>
  )
}

const isAwaiting = ({ state }: IncidentRow): boolean => state === 'awaiting engineering decision'
/** They come as the platform sorts them: the gravest first. */
const inOrder = (rows: readonly IncidentRow[]) => [...rows.filter(isAwaiting), ...rows.filter(row => !isAwaiting(row))]

export function IncidentList({ rows }: { readonly rows: readonly IncidentRow[] }) {
  return (
    <ul className={styles.queue}>
      {rows.map(row => (
        <li key={row.id}>
          <Row row={row} />
        </li>
      ))}
    </ul>
  )
}

function Row({ row }: { readonly row: IncidentRow }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const { state } = useSay()
  const person = usePerson()
  const { id, severity, title, findings, assignee, exercise, since, unanswered } = row
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
      <span className={styles.state} data-awaiting={isAwaiting(row)}>
        {state(row.state)}
      </span>
      <span className={styles.rowMore}>
        <Moment at={since} />
        {' · '}
        {t('incident.findings', { count: findings })}
        {' · '}
        {assignee === null ? t('incident.unassigned') : person(assignee)}
        {unanswered > 0 && <span className={styles.unanswered}>{t('incident.waiting', { count: unanswered })}</span>}
      </span>
    </Link>
  )
}

function Filters({ search }: { readonly search: IncidentSearch }) {
  const { t } = useTranslation()
  const { state } = useSay()
  const navigate = useNavigate()
  const change = (next: Readonly<Record<string, unknown>>) =>
    void navigate({ to: '.', search: incidentSearchOf({ ...search, ...next }), replace: true })
  return (
    <div className={styles.filters}>
      <MultiSelect
        aria-label={t('incident.state')}
        placeholder={search.state ? '' : t('incident.worked')}
        data={states.map(name => ({ value: name, label: state(name) }))}
        value={search.state === 'all' || !search.state ? [] : [...search.state]}
        onChange={value => change({ state: value.length > 0 ? value : undefined })}
        size="xs"
        w={260}
        clearable
      />
      <MultiSelect
        aria-label={t('incident.severity')}
        placeholder={search.severity ? '' : t('incident.severity')}
        data={severities.map(grade => ({ value: grade, label: t(`severity.${grade}`) }))}
        value={[...(search.severity ?? [])]}
        onChange={value => change({ severity: value.length > 0 ? value : undefined })}
        size="xs"
        w={200}
        clearable
      />
    </div>
  )
}
