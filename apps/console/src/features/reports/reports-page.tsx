// Reports for people who do not open the console: made here, kept as they were, had as files.
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { libraryQuery, madeQuery } from './data.ts'
import { MadeReports } from './made.tsx'
import { Make } from './make.tsx'
import { Preview } from './preview.tsx'
import styles from './reports.module.css'
import { Schedules } from './schedules.tsx'

const route = getRouteApi('/$tenant/$site/reports')

export function ReportsPage() {
  const { t } = useTranslation()
  const here = useHere()
  const { report } = route.useSearch()
  const navigate = useNavigate()
  const library = useQuery(libraryQuery(here))
  const made = useQuery(madeQuery(here))
  const show = (id: string) => void navigate({ to: '.', search: { report: id }, replace: true })
  return (
    <Page title={t('page.reports')}>
      <div className={styles.stack}>
        {here.may('report.write') && (
          <Loaded query={library}>{entries => <Make library={entries} onMade={show} />}</Loaded>
        )}
        {report && <Preview key={report} report={report} />}
        <Loaded query={made}>{rows => <MadeReports rows={rows} onShow={show} />}</Loaded>
        {here.may('report.write') && library.data && (
          <Schedules kinds={library.data.filter(one => one.of === 'period').map(({ kind }) => kind)} />
        )}
      </div>
    </Page>
  )
}
