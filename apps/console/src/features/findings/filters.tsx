// What of the queue is shown. Everything is in the address.
import { Chip, Group, Pill, Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { severities } from '../../shared/grades.ts'
import { plain } from '../../shared/text.ts'
import { type Status, statuses } from '../../shared/wire.ts'
import styles from './findings-page.module.css'
import { type FindingSearch, findingSearchOf } from './search.ts'

type Change = (change: Partial<Record<keyof FindingSearch, unknown>>) => void

export function Filters({ search }: { readonly search: FindingSearch }) {
  const navigate = useNavigate()
  const change: Change = change =>
    void navigate({ to: '.', search: findingSearchOf({ ...search, ...change }), replace: true })
  return (
    <div className={styles.filters}>
      <Severities search={search} change={change} />
      <StatusSelect search={search} change={change} />
      <HoursSelect search={search} change={change} />
      <Pills search={search} change={change} />
    </div>
  )
}

type Props = { readonly search: FindingSearch; readonly change: Change }

function Severities({ search, change }: Props) {
  const { t } = useTranslation()
  return (
    <Chip.Group multiple value={[...(search.severity ?? [])]} onChange={severity => change({ severity })}>
      <Group gap={6} role="group" aria-label={t('findings.severity')}>
        {severities.map(grade => (
          <Chip key={grade} value={grade} size="xs" variant="outline">
            {t(`severity.${grade}`)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

const WAITING = 'waiting'

function StatusSelect({ search: { status }, change }: Props) {
  const { t } = useTranslation()
  const value = status === undefined ? WAITING : status === 'all' ? 'all' : status.length === 1 ? status[0]! : null
  const data = [
    { value: WAITING, label: t('findings.waiting') },
    ...statuses.map((name: Status) => ({ value: name as string, label: t(`status.${name}`) })),
    { value: 'all', label: t('findings.everyStatus') },
  ]
  return (
    <Select
      size="xs"
      w={170}
      aria-label={t('findings.status')}
      data={data}
      value={value}
      placeholder={Array.isArray(status) ? status.map((name: Status) => t(`status.${name}`)).join(', ') : ''}
      onChange={next => change({ status: next === WAITING ? undefined : next })}
      allowDeselect={false}
      comboboxProps={{ width: 200, position: 'bottom-start' }}
    />
  )
}

const HOURS = [1, 8, 24, 168, 720] as const

function HoursSelect({ search: { hours }, change }: Props) {
  const { t } = useTranslation()
  const known = HOURS.map(count => ({ value: String(count), label: t(`hours.${count}`) }))
  const data = [{ value: '', label: t('hours.all') }, ...known]
  return (
    <Select
      size="xs"
      w={140}
      aria-label={t('findings.time')}
      data={data}
      value={hours === undefined ? '' : String(hours)}
      onChange={next => change({ hours: next ?? undefined })}
      allowDeselect={false}
    />
  )
}

/** Filters that come from links. */
function Pills({ search: { rule, asset }, change }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  return (
    <>
      {rule && (
        <Pill
          withRemoveButton
          removeButtonProps={removal(t('findings.removeFilter'))}
          onRemove={() => change({ rule: '' })}
        >
          {t('findings.ofRule', { rule: plain(rule) })}
        </Pill>
      )}
      {asset && (
        <Pill
          withRemoveButton
          removeButtonProps={removal(t('findings.removeFilter'))}
          onRemove={() => change({ asset: '' })}
        >
          {t('findings.ofAsset', { asset: plain(nameOf(asset)) })}
        </Pill>
      )}
    </>
  )
}

/** Mantine hides it from readers, where it cannot be reached by keys either. */
const removal = (label: string) => ({ 'aria-label': label, tabIndex: 0, 'aria-hidden': false }) as const
