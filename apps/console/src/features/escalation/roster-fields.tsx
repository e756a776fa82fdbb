// The fields of a roster, each with what is wrong with it.
import { ActionIcon, Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import type { Roster } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../shared/icons.tsx'
import { dayAt, momentOfWall, wallAt } from '../../shared/wall.ts'
import styles from './escalation.module.css'
import { OrderedPeople } from './ordered-people.tsx'
import { usePeople } from './people.ts'

export type Faults = Readonly<Record<string, string>>
type Props = {
  readonly roster: Roster
  readonly faults: Faults
  readonly onChange: (part: Partial<Roster>) => void
}

export function RosterFields({ roster, faults, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.stack}>
      <OrderedPeople
        label={t('escalation.people')}
        description={t('escalation.peopleText')}
        people={roster.people}
        fault={faults.people}
        onChange={people => onChange({ people })}
      />
      <div className={styles.fields}>
        <div>
          <span className={styles.label}>{t('escalation.rotation')}</span>
          <SegmentedControl
            size="xs"
            aria-label={t('escalation.rotation')}
            data={(['weekly', 'daily'] as const).map(value => ({ value, label: t(`escalation.rotation-${value}`) }))}
            value={roster.rotation}
            onChange={value => onChange({ rotation: value as Roster['rotation'] })}
          />
        </div>
        <TextInput
          type="date"
          label={t('escalation.starts')}
          value={roster.starts}
          error={faults.starts}
          onChange={event => onChange({ starts: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('escalation.handover')}
          value={roster.handover}
          error={faults.handover}
          onChange={event => onChange({ handover: event.currentTarget.value.slice(0, 5) })}
        />
        <TextInput
          label={t('escalation.timeZone')}
          value={roster.timeZone}
          error={faults.timeZone}
          maxLength={64}
          onChange={event => onChange({ timeZone: event.currentTarget.value.trim() })}
        />
      </div>
      <OrderedPeople
        label={t('escalation.deputies')}
        description={t('escalation.deputiesText')}
        people={roster.deputies}
        fault={faults.deputies}
        onChange={deputies => onChange({ deputies })}
      />
      <Holidays roster={roster} faults={faults} onChange={onChange} />
      <Swaps roster={roster} faults={faults} onChange={onChange} />
    </div>
  )
}

const NOBODY = ''

function Holidays({ roster: { holidays, timeZone }, faults, onChange }: Props) {
  const { t } = useTranslation()
  const { choices } = usePeople()
  const put = (at: number, part: Partial<Roster['holidays'][number]>) =>
    onChange({ holidays: holidays.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return (
    <fieldset className={styles.fieldset}>
      <legend>{t('escalation.holidays')}</legend>
      <p className="dim">{t('escalation.holidaysText')}</p>
      {holidays.map(({ date, person }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place
        <div key={at} className={styles.line}>
          <TextInput
            type="date"
            size="xs"
            aria-label={t('escalation.day')}
            value={date}
            error={faults[`holidays.${at}.date`]}
            onChange={event => put(at, { date: event.currentTarget.value })}
          />
          <Select
            size="xs"
            aria-label={t('escalation.onCallThen')}
            data={[{ value: NOBODY, label: t('escalation.nobody') }, ...choices(person === null ? [] : [person])]}
            value={person ?? NOBODY}
            error={faults[`holidays.${at}.person`]}
            allowDeselect={false}
            onChange={next => put(at, { person: next === NOBODY ? null : next })}
            style={{ flex: '1 1 140px' }}
          />
          <Remove onClick={() => onChange({ holidays: holidays.filter((_, index) => index !== at) })} />
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() =>
          onChange({ holidays: [...holidays, { date: dayAt(Date.now() * 1000, timeZone), person: null }] })
        }
      >
        {t('escalation.addHoliday')}
      </Button>
    </fieldset>
  )
}

const DAY = 86_400e6

function Swaps({ roster: { swaps, people, timeZone }, faults, onChange }: Props) {
  const { t } = useTranslation()
  const { choices } = usePeople()
  const put = (at: number, part: Partial<Roster['swaps'][number]>) =>
    onChange({ swaps: swaps.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  const first = choices(people)[0]?.value
  const add = () => {
    const from = momentOfWall(`${dayAt(Date.now() * 1000 + DAY, timeZone)}T08:00`, timeZone) ?? Date.now() * 1000
    if (first !== undefined) onChange({ swaps: [...swaps, { from, to: from + DAY, person: first }] })
  }
  return (
    <fieldset className={styles.fieldset}>
      <legend>{t('escalation.swaps')}</legend>
      <p className="dim">{t('escalation.swapsText')}</p>
      {swaps.map(({ from, to, person }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place
        <div key={at} className={styles.line}>
          <Select
            size="xs"
            aria-label={t('escalation.standsIn')}
            data={choices([person])}
            value={person}
            error={faults[`swaps.${at}.person`]}
            allowDeselect={false}
            onChange={next => next && put(at, { person: next })}
            style={{ flex: '1 1 140px' }}
          />
          {(['from', 'to'] as const).map(name => (
            <TextInput
              key={name}
              type="datetime-local"
              size="xs"
              aria-label={t(name === 'from' ? 'escalation.swapFrom' : 'escalation.swapTo')}
              value={wallAt(name === 'from' ? from : to, timeZone)}
              error={faults[`swaps.${at}.${name}`]}
              onChange={event => {
                const moment = momentOfWall(event.currentTarget.value, timeZone)
                if (moment !== null) put(at, { [name]: moment })
              }}
            />
          ))}
          <Remove onClick={() => onChange({ swaps: swaps.filter((_, index) => index !== at) })} />
        </div>
      ))}
      <Button size="compact-xs" variant="default" disabled={first === undefined} onClick={add}>
        {t('escalation.addSwap')}
      </Button>
    </fieldset>
  )
}

export function Remove({ onClick }: { readonly onClick: () => void }) {
  const { t } = useTranslation()
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={t('escalation.remove')} onClick={onClick}>
      <Icon name="close" size={12} />
    </ActionIcon>
  )
}
