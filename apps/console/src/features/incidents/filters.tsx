// What of the queue is shown, in which order, and how many there are of each. Everything is in the address.
import { Button, Chip, Group, MultiSelect, Select } from '@mantine/core'
import { states } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { severities } from '../../shared/grades.ts'
import { useHere } from '../../shared/here.tsx'
import { sitesQuery } from '../../shared/queries.ts'
import { type Counts, peopleQuery } from './api.ts'
import styles from './incidents.module.css'
import { usePerson, useSay } from './say.ts'
import { type IncidentSearch, incidentSearchOf, onlys, orders } from './search.ts'

type Change = (next: Readonly<Partial<Record<keyof IncidentSearch, unknown>>>) => void
type Props = { readonly search: IncidentSearch; readonly counts: Counts | undefined }
type PartProps = Props & { readonly change: Change }

const AWAITING = 'awaiting engineering decision'
const some = (value: readonly string[]) => (value.length > 0 ? value : undefined)

export function Filters({ search, counts }: Props) {
  const navigate = useNavigate()
  const change: Change = next =>
    void navigate({ to: '.', search: incidentSearchOf({ ...search, ...next }), replace: true })
  return (
    <>
      <Quick search={search} counts={counts} change={change} />
      <div className={styles.filters}>
        <Kinds search={search} counts={counts} change={change} />
        <Whose search={search} counts={counts} change={change} />
        <Sites search={search} counts={counts} change={change} />
        <OrderSelect search={search} change={change} />
      </div>
    </>
  )
}

/** What is asked for most, with one press. */
function Quick({ search, counts, change }: PartProps) {
  const { t } = useTranslation()
  const isAwaiting = search.state !== 'all' && search.state?.length === 1 && search.state[0] === AWAITING
  const count = (number: number | undefined) => (number ? ` ${number}` : '')
  return (
    <Group gap={6} mb={10} role="group" aria-label={t('incident.quick')}>
      <Chip
        size="xs"
        variant="outline"
        checked={isAwaiting}
        onChange={next => change({ state: next ? [AWAITING] : undefined })}
      >
        {t('incident.awaiting')}
        {count(counts?.state[AWAITING])}
      </Chip>
      {(['mine', 'nobody'] as const).map(who => (
        <Chip
          key={who}
          size="xs"
          variant="outline"
          checked={search.assignee === who}
          onChange={next => change({ assignee: next ? who : undefined })}
        >
          {t(`incident.assignee-${who}`)}
          {who === 'nobody' && count(counts?.assignee[''])}
        </Chip>
      ))}
      {onlys.map(only => (
        <Chip
          key={only}
          size="xs"
          variant="outline"
          checked={search.only === only}
          onChange={next => change({ only: next ? only : undefined })}
        >
          {t(`incident.only-${only}`)}
          {count(counts?.exercise[String(only === 'exercises')])}
        </Chip>
      ))}
      {Object.keys(search).length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => change(nothing)}>
          {t('incident.clear')}
        </Button>
      )}
    </Group>
  )
}

const nothing = Object.fromEntries(
  ['state', 'severity', 'assignee', 'playbook', 'sites', 'only', 'order'].map(name => [name, undefined]),
)

function Kinds({ search, counts, change }: PartProps) {
  const { t } = useTranslation()
  const { state } = useSay()
  const counted = (label: string, number: number | undefined) => (number ? `${label} (${number})` : label)
  const books = [...new Set([...Object.keys(counts?.playbook ?? {}), ...(search.playbook ?? [])])]
    .filter(Boolean)
    .sort()
  return (
    <>
      <MultiSelect
        aria-label={t('incident.state')}
        placeholder={search.state === 'all' ? t('incident.everyState') : search.state ? '' : t('incident.worked')}
        data={[
          { value: 'all', label: t('incident.everyState') },
          ...states.map(name => ({ value: name as string, label: counted(state(name), counts?.state[name]) })),
        ]}
        value={search.state === 'all' || !search.state ? [] : [...search.state]}
        onChange={value => change({ state: value.includes('all') ? 'all' : some(value) })}
        size="xs"
        w={230}
        clearable
      />
      <MultiSelect
        aria-label={t('incident.severity')}
        placeholder={search.severity ? '' : t('incident.severity')}
        data={severities.map(grade => ({
          value: grade,
          label: counted(t(`severity.${grade}`), counts?.severity[grade]),
        }))}
        value={[...(search.severity ?? [])]}
        onChange={value => change({ severity: some(value) })}
        size="xs"
        w={180}
        clearable
      />
      <MultiSelect
        aria-label={t('incident.playbook')}
        placeholder={search.playbook ? '' : t('incident.playbook')}
        data={books.map(id => ({ value: id, label: counted(id, counts?.playbook[id]) }))}
        value={[...(search.playbook ?? [])]}
        onChange={value => change({ playbook: some(value) })}
        size="xs"
        w={160}
        clearable
      />
    </>
  )
}

function Whose({ search: { assignee }, counts, change }: PartProps) {
  const { t } = useTranslation()
  const { data = [] } = useQuery(peopleQuery(useHere().tenant))
  const person = usePerson()
  const known = [...new Set([...data.map(({ user }) => user), ...Object.keys(counts?.assignee ?? {})])].filter(Boolean)
  if (assignee && assignee !== 'mine' && assignee !== 'nobody' && !known.includes(assignee)) known.push(assignee)
  return (
    <Select
      aria-label={t('incident.assignee')}
      placeholder={t('incident.anybody')}
      data={[
        { value: 'mine', label: t('incident.assignee-mine') },
        { value: 'nobody', label: t('incident.assignee-nobody') },
        ...known.map(value => ({
          value,
          label: counts?.assignee[value] ? `${person(value)} (${counts.assignee[value]})` : person(value),
        })),
      ]}
      value={assignee ?? null}
      onChange={value => change({ assignee: value ?? undefined })}
      size="xs"
      w={170}
      clearable
      searchable
    />
  )
}

function Sites({ search: { sites }, change }: PartProps) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const { data = [] } = useQuery(sitesQuery(tenant))
  if (data.length < 2) return null
  return (
    <MultiSelect
      aria-label={t('incident.sites')}
      placeholder={sites === undefined ? t('incident.thisSite') : sites === 'all' ? t('incident.allSites') : ''}
      data={[
        { value: 'all', label: t('incident.allSites') },
        ...data.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={sites === undefined || sites === 'all' ? [] : [...sites]}
      onChange={value => change({ sites: value.includes('all') ? 'all' : some(value) })}
      size="xs"
      w={180}
      clearable
    />
  )
}

function OrderSelect({ search: { order = orders[0] }, change }: Omit<PartProps, 'counts'>) {
  const { t } = useTranslation()
  return (
    <Select
      aria-label={t('incident.order')}
      data={orders.map(value => ({ value, label: t(`incident.order-${value}`) }))}
      value={order}
      onChange={value => change({ order: value })}
      size="xs"
      w={190}
      allowDeselect={false}
    />
  )
}
