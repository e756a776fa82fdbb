// Who listens, and how well.
import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment, useNow } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { keyOf, overviewQuery } from '../../shared/queries.ts'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import type { Sensor } from '../../shared/wire.ts'
import { enrolmentsQuery, revokeEnrolment, revokeKey } from './data.ts'
import { EnrolDialog } from './enrol-dialog.tsx'
import { livenessOf, shareOf } from './figures.ts'
import { Hears } from './hears.tsx'
import styles from './sensors.module.css'
import { SettingsDialog } from './settings-dialog.tsx'
import { Troubles } from './troubles.tsx'

export function SensorList() {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(overviewQuery(here))
  const [isEnrolling, setEnrolling] = useState(false)
  const mayEnrol = here.may('sensor.write')
  return (
    <div className={styles.stack}>
      {query.data && <Troubles sensors={query.data.sensors} />}
      <Panel
        flush
        title={t('sensors.sensors')}
        aside={
          mayEnrol && (
            <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setEnrolling(true)}>
              {t('sensors.enrol')}
            </Button>
          )
        }
      >
        <LoadedIfThere query={query}>
          {({ sensors }) =>
            sensors.length === 0 ? (
              <Empty icon="sensor" title={t('sensors.none')}>
                <p>{t('sensors.noneText')}</p>
              </Empty>
            ) : (
              <Sensors rows={sensors} />
            )
          }
        </LoadedIfThere>
      </Panel>
      {mayEnrol && <Enrolments />}
      {isEnrolling && <EnrolDialog onClose={() => setEnrolling(false)} />}
    </div>
  )
}

function Sensors({ rows }: { readonly rows: readonly Sensor[] }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  const count = (value: number | undefined) => (value === undefined ? '–' : number.format(value))
  const share = (part: number | undefined, whole: number | undefined) => {
    const value = shareOf(part, whole)
    return value === null ? '–' : percent.format(value)
  }
  return (
    <Table
      label={t('sensors.sensors')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('sensors.name'), cell: sensor => <Called sensor={sensor} /> },
        { name: t('sensors.state'), cell: sensor => <State sensor={sensor} /> },
        { name: t('sensors.hears'), cell: ({ health }) => <Hears hearing={health.hearing} /> },
        { name: t('sensors.lastSeen'), cell: ({ last_seen }) => <Moment at={microsOf(last_seen)} /> },
        { name: t('sensors.packets'), number: true, cell: ({ health }) => count(health.packets) },
        {
          name: t('sensors.dropped'),
          number: true,
          cell: ({ health }) => <Bad value={health.dropped}>{count(health.dropped)}</Bad>,
        },
        {
          name: t('sensors.duplicates'),
          number: true,
          cell: ({ health }) => share(health.duplicates, health.packets),
        },
        { name: t('sensors.malformed'), number: true, cell: ({ health }) => count(health.malformed) },
        {
          name: t('sensors.unrecognised'),
          number: true,
          cell: ({ health }) => share(health.unrecognised, health.packets),
        },
        {
          name: '',
          cell: sensor => <Acts sensor={sensor} />,
        },
      ]}
    />
  )
}

/** What can be done with a sensor of another machine. */
function Acts({ sensor }: { readonly sensor: Sensor }) {
  const { t } = useTranslation()
  const here = useHere()
  const [isOpen, setOpen] = useState(false)
  const revoke = useAct(() => revokeKey(here, sensor.id), { renews: [keyOf(here, 'overview')] })
  if (sensor.kind !== 'remote' || sensor.revoked_at !== null) return null
  return (
    <Stack gap={2} align="flex-start">
      {isOpen && <SettingsDialog sensor={sensor} onClose={() => setOpen(false)} />}
      <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
        {t('sensors.settings')}
      </Button>
      {here.may('sensor.write') && (
        <Button
          {...{ size: 'compact-xs', variant: 'subtle', color: 'red' }}
          loading={revoke.isPending}
          onClick={() => revoke.mutate()}
        >
          {t('sensors.revoke')}
        </Button>
      )}
    </Stack>
  )
}

const Called = ({ sensor: { name, id, kind, version } }: { readonly sensor: Sensor }) => (
  <div>
    <Name text={name} />
    <div className="dim" style={{ fontSize: 12 }}>
      <Name text={[name === id ? null : id, kind, version].filter(part => part !== null).join(' · ')} />
    </div>
  </div>
)

function State({ sensor }: { readonly sensor: Sensor }) {
  const { t } = useTranslation()
  const state = livenessOf(sensor, useNow())
  return (
    <span className={styles.state} data-state={state}>
      {t(`sensors.is-${state}`)}
    </span>
  )
}

const Bad = ({ value, children }: { readonly value: number | undefined; readonly children: string }) => (
  <span style={value ? { color: 'var(--severity-high)', fontWeight: 600 } : undefined}>{children}</span>
)

/** Tokens that are still open. */
function Enrolments() {
  const { t } = useTranslation()
  const here = useHere()
  const { data } = useQuery(enrolmentsQuery(here))
  const revoke = useAct((id: string) => revokeEnrolment(here, id), { renews: [keyOf(here, 'enrolments')] })
  const now = useNow()
  const open =
    data?.filter(one => one.used_at === null && one.revoked_at === null && microsOf(one.expires_at)! > now) ?? []
  if (open.length === 0) return null
  return (
    <Panel flush title={t('sensors.open')}>
      <Table
        label={t('sensors.open')}
        rows={open}
        keyOf={({ id }) => id}
        columns={[
          { name: t('sensors.name'), cell: ({ name }) => <Name text={name} /> },
          { name: t('sensors.goodUntil'), cell: ({ expires_at }) => <Moment at={microsOf(expires_at)} as="short" /> },
          {
            name: '',
            number: true,
            cell: ({ id }) => (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => revoke.mutate(id)}>
                {t('sensors.revoke')}
              </Button>
            ),
          },
        ]}
      />
    </Panel>
  )
}
