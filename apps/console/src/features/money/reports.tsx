// Runs that are kept, with the numbers that they were computed from.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Panel } from '../../shared/page.tsx'
import { keyOf } from '../../shared/queries.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { makeReport, reportQuery, reportsQuery } from './data.ts'
import { Headline } from './headline.tsx'
import styles from './money.module.css'
import type { TabProps } from './tab.ts'

export function Reports({ plan }: TabProps) {
  const { t, i18n } = useTranslation()
  const here = useHere()
  const query = useQuery(reportsQuery(here))
  const [open, setOpen] = useState<string | null>(null)
  const make = useAct(() => makeReport(here, plan), {
    renews: [keyOf(here, 'risk-reports')],
    onDone: ({ id }) => setOpen(id),
  })
  return (
    <div className={styles.stack}>
      <Panel
        flush
        title={t('money.reports')}
        aside={
          here.may('risk.write') && (
            <Button size="xs" loading={make.isPending} onClick={() => make.mutate()}>
              {t('money.makeReport')}
            </Button>
          )
        }
      >
        <p className="dim" style={{ margin: 0, padding: '10px 14px' }}>
          {t('money.reportsText')}
        </p>
        <Loaded query={query}>
          {reports =>
            reports.length === 0 ? (
              <Empty icon="money" title={t('money.noReports')} />
            ) : (
              <Table
                label={t('money.reports')}
                rows={reports}
                keyOf={({ id }) => id}
                columns={[
                  { name: t('money.date'), cell: ({ made_at }) => <Moment at={microsOf(made_at)} as="short" /> },
                  { name: t('money.who'), cell: ({ made_by }) => plain(made_by ?? '') },
                  {
                    name: t('money.seed'),
                    number: true,
                    cell: ({ seed, trials }) => `${seed} · ${trials.toLocaleString(i18n.language)}`,
                  },
                  { name: t('money.hash'), cell: ({ hash }) => <code>{hash.slice(0, 12)}</code> },
                  {
                    name: t('money.show'),
                    cell: ({ id }) => (
                      <Button size="compact-xs" variant="default" onClick={() => setOpen(id)}>
                        {t('money.show')}
                      </Button>
                    ),
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Panel>
      {open && <Report key={open} run={open} />}
    </div>
  )
}

function Report({ run }: { readonly run: string }) {
  const { t } = useTranslation()
  const query = useQuery(reportQuery(useHere(), run))
  return (
    <Loaded query={query}>
      {report => (
        <Panel title={t('money.report')}>
          <Headline run={report} />
        </Panel>
      )}
    </Loaded>
  )
}
