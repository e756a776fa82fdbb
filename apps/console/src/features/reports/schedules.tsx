// Reports that come by mail, and who got what.
import { Badge, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import {
  endSchedule,
  type Run,
  runsKey,
  runsQuery,
  type Schedule,
  schedulesKey,
  schedulesQuery,
  sendNow,
} from './schedule-data.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { useReportWords } from './words.ts'

/** What the dialog is about: one that is there, or a new one. */
type Open = { readonly schedule: Schedule | null }

export function Schedules({ kinds }: { readonly kinds: readonly string[] }) {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(schedulesQuery(here))
  const [open, setOpen] = useState<Open | null>(null)
  return (
    <>
      <Panel
        flush
        title={t('reports.schedules')}
        aside={
          <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setOpen({ schedule: null })}>
            {t('reports.scheduleNew')}
          </Button>
        }
      >
        <Loaded query={query}>
          {rows =>
            rows.length === 0 ? (
              <Empty icon="clock" title={t('reports.scheduleNone')} />
            ) : (
              <Rows rows={rows} onChange={schedule => setOpen({ schedule })} />
            )
          }
        </Loaded>
        {open && <ScheduleDialog {...open} kinds={kinds} onClose={() => setOpen(null)} />}
      </Panel>
      <History />
    </>
  )
}

type RowsProps = { readonly rows: readonly Schedule[]; readonly onChange: (schedule: Schedule) => void }

function Rows({ rows, onChange }: RowsProps) {
  const { t } = useTranslation()
  const here = useHere()
  const words = useReportWords()
  const renews = [schedulesKey(here.tenant), runsKey(here.tenant)]
  const send = useAct((id: string) => sendNow(here, id), {
    renews,
    onDone: () => void notifications.show({ color: 'green', message: t('reports.scheduleSent') }),
  })
  const end = useAct((id: string) => endSchedule(here, id), { renews })
  return (
    <Table
      label={t('reports.schedules')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('reports.scheduleName'), cell: ({ name }) => plain(name, 60) },
        { name: t('reports.kind'), cell: ({ kind, form }) => `${words.title(kind)} (${form.toUpperCase()})` },
        { name: t('reports.every'), cell: ({ every }) => t(`reports.every-${every}`) },
        {
          name: t('reports.next'),
          cell: ({ paused, nextAt }) =>
            paused ? <Badge variant="light">{t('reports.paused')}</Badge> : <Moment at={nextAt} as="short" />,
        },
        {
          name: t('reports.recipients'),
          cell: ({ recipients }) =>
            recipients
              .map(({ email, confirmed }) => (confirmed ? email : `${email} (${t('reports.unconfirmed')})`))
              .join(', '),
        },
        {
          name: t('reports.acts'),
          cell: schedule => (
            <Group gap={6} wrap="nowrap">
              <Button size="compact-xs" variant="default" onClick={() => send.mutate(schedule.id)}>
                {t('reports.scheduleSend')}
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => onChange(schedule)}>
                {t('reports.scheduleChange')}
              </Button>
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => end.mutate(schedule.id)}>
                {t('reports.scheduleEnd')}
              </Button>
            </Group>
          ),
        },
      ]}
    />
  )
}

function History() {
  const { t } = useTranslation()
  const query = useQuery(runsQuery(useHere()))
  return (
    <Panel flush title={t('reports.history')}>
      <Loaded query={query}>
        {rows => (rows.length === 0 ? <Empty icon="clock" title={t('reports.historyNone')} /> : <Runs rows={rows} />)}
      </Loaded>
    </Panel>
  )
}

function Runs({ rows }: { readonly rows: readonly Run[] }) {
  const { t } = useTranslation()
  return (
    <Table
      label={t('reports.history')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('reports.due'), cell: ({ due }) => <Moment at={due} as="short" /> },
        { name: t('reports.scheduleName'), cell: ({ name }) => plain(name, 60) },
        {
          name: t('reports.state'),
          cell: ({ state, error }) => [t(`reports.run-${state as 'made'}`), error].filter(Boolean).join(': '),
        },
        {
          name: t('reports.recipients'),
          cell: ({ letters }) => (
            <>
              {letters.map(({ email, state, linked, error }) => (
                <div key={email}>
                  {plain(email, 80)}: {t(`reports.letter-${state as 'sent'}`)}
                  {linked ? ` ${t('reports.byLink')}` : ''}
                  {error ? ` (${plain(error, 200)})` : ''}
                </div>
              ))}
            </>
          ),
        },
      ]}
    />
  )
}
