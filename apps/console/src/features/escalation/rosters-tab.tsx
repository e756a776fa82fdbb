// Who takes over from whom, duty by duty: as it is in force, and to be changed.
import { Button, Select } from '@mantine/core'
import type { Duty, Roster } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { dayAt } from '../../shared/wall.ts'
import { type RosterRow, rostersQuery } from './data.ts'
import styles from './escalation.module.css'
import { useDuties, usePeople } from './people.ts'
import { RosterEditor } from './roster-editor.tsx'

type Props = { readonly duty: Duty | undefined; readonly onDuty: (duty: Duty | undefined) => void }

export function RostersTab({ duty, onDuty }: Props) {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(rostersQuery(here))
  return (
    <Loaded query={query}>
      {rows => {
        const row = rows.find(one => one.duty === duty)
        if (duty !== undefined)
          return (
            <RosterEditor
              key={`${duty} ${row?.version ?? 0}`}
              roster={row?.roster ?? empty(duty, here.timeZone)}
              version={row?.version ?? 0}
              isDerived={row !== undefined}
              onBack={() => onDuty(undefined)}
            />
          )
        return (
          <div className={styles.stack}>
            <Panel title={t('escalation.rosters')} flush aside={<NewRoster rows={rows} onDuty={onDuty} />}>
              {rows.length === 0 ? (
                <Empty icon="clock" title={t('escalation.noRosters')}>
                  <p>{t('escalation.noRostersText')}</p>
                </Empty>
              ) : (
                <List rows={rows} onDuty={onDuty} />
              )}
            </Panel>
          </div>
        )
      }}
    </Loaded>
  )
}

/** From today on, a week each. */
const empty = (duty: Duty, timeZone: string): Roster => ({
  ...{ duty, timeZone, people: [], rotation: 'weekly', starts: dayAt(Date.now() * 1000, timeZone), handover: '06:00' },
  ...{ holidays: [], swaps: [], deputies: [] },
})

function NewRoster({ rows, onDuty }: { readonly rows: readonly RosterRow[]; readonly onDuty: Props['onDuty'] }) {
  const { t } = useTranslation()
  const { may } = useHere()
  const { choices } = useDuties()
  if (!may('response.write')) return null
  return (
    <Select
      size="xs"
      w={230}
      aria-label={t('escalation.newRoster')}
      placeholder={t('escalation.newRoster')}
      data={choices.filter(({ value }) => rows.every(({ duty }) => duty !== value))}
      value={null}
      searchable
      onChange={duty => duty && onDuty(duty)}
    />
  )
}

function List({ rows, onDuty }: { readonly rows: readonly RosterRow[]; readonly onDuty: Props['onDuty'] }) {
  const { t } = useTranslation()
  const { may } = useHere()
  const { nameOf: dutyName } = useDuties()
  const { nameOf } = usePeople()
  const verb = t(may('response.write') ? 'escalation.change' : 'escalation.look')
  return (
    <Table
      label={t('escalation.rosters')}
      rows={rows}
      keyOf={({ duty }) => duty}
      columns={[
        { name: t('escalation.duty'), cell: ({ duty }) => dutyName(duty) },
        { name: t('escalation.rotation'), cell: ({ roster }) => t(`escalation.rotation-${roster.rotation}`) },
        {
          name: t('escalation.people'),
          cell: ({ roster }) => roster.people.map(nameOf).join(', ') || t('escalation.nobody'),
        },
        {
          name: t('escalation.from'),
          cell: ({ version }) => t(version === 0 ? 'escalation.fromRoles' : 'escalation.written'),
        },
        {
          name: verb,
          cell: ({ duty }) => (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${verb}: ${dutyName(duty)}`}
              onClick={() => onDuty(duty)}
            >
              {verb}
            </Button>
          ),
        },
      ]}
    />
  )
}
