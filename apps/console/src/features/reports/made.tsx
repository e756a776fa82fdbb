// Reports that were made: by whom, when, of what.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../shared/moment.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { microsOf } from '../../shared/time.ts'
import type { Made } from './data.ts'
import { useReportWords } from './words.ts'

type Props = { readonly rows: readonly Made[]; readonly onShow: (id: string) => void }

export function MadeReports({ rows, onShow }: Props) {
  const { t, i18n } = useTranslation()
  const words = useReportWords()
  const day = (micros: number) => new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(micros / 1000)
  return (
    <Panel flush title={t('reports.made')}>
      {rows.length === 0 ? (
        <Empty icon="book" title={t('reports.none')} />
      ) : (
        <Table
          label={t('reports.made')}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            { name: t('reports.kind'), cell: ({ kind, language }) => `${words.title(kind)} (${language})` },
            {
              name: t('reports.period'),
              // In the middle of its first and last day, whatever the zone.
              cell: row => `${day(row.period_from + HALF_DAY)} – ${day(row.period_to - HALF_DAY)}`,
            },
            { name: t('reports.sites'), cell: ({ sites }) => plain(sites.join(', '), 120) },
            { name: t('reports.when'), cell: ({ made_at }) => <Moment at={microsOf(made_at)} as="short" /> },
            { name: t('reports.who'), cell: ({ made_by }) => plain(made_by ?? '') },
            { name: t('reports.hash'), cell: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}</code> },
            {
              name: t('reports.show'),
              cell: ({ id }) => (
                <Button size="compact-xs" variant="default" onClick={() => onShow(id)}>
                  {t('reports.show')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Panel>
  )
}

const HALF_DAY = 43_200e6
