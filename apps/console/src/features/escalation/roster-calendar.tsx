// The next weeks by a roster: who is on call on which day, and where nobody is.
import type { Shift } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import { short } from '../../shared/time.ts'
import { dayAt, momentOfWall, wallAt } from '../../shared/wall.ts'
import type { Previewed } from './data.ts'
import styles from './escalation.module.css'
import { usePeople } from './people.ts'

export const WEEKS = 5
const DAY = 86_400_000
/** Colours of people; further ones begin again. */
const COLOURS = 6

/** Monday, midnight at the plant, µs. */
export function startOfWeek(at: number, timeZone: string): number {
  const day = Date.parse(`${dayAt(at, timeZone)}T00:00Z`)
  const monday = day - ((new Date(day).getUTCDay() + 6) % 7) * DAY
  return momentOfWall(`${new Date(monday).toISOString().slice(0, 10)}T00:00`, timeZone) ?? at
}

/** The days of a calendar that begins at `from` (µs): each with its shifts, in the zone of the roster. */
export function daysOf({ from, to, shifts }: Pick<Previewed, 'from' | 'to' | 'shifts'>, timeZone: string) {
  const first = Date.parse(`${dayAt(from, timeZone)}T00:00Z`)
  const midnight = (day: number) =>
    momentOfWall(`${new Date(first + day * DAY).toISOString().slice(0, 10)}T00:00`, timeZone) ?? 0
  return Array.from({ length: 7 * WEEKS }, (_, day) => {
    const [begins, ends] = [midnight(day), midnight(day + 1)]
    const own = shifts.filter(shift => shift.from < ends && shift.to > begins)
    return {
      date: new Date(first + day * DAY).toISOString().slice(0, 10),
      isOver: begins >= to,
      shifts: own.map(shift => ({ ...shift, isNew: shift.from >= begins })),
    }
  }).filter(({ isOver }) => !isOver)
}

type Props = { readonly preview: Previewed; readonly people: readonly string[]; readonly timeZone: string }

export function RosterCalendar({ preview, people, timeZone }: Props) {
  const { t, i18n } = useTranslation()
  if (preview.faults.length > 0) return <p className={styles.lead}>{t('escalation.notYet')}</p>
  const days = daysOf(preview, timeZone)
  const name = new Intl.DateTimeFormat(i18n.language, {
    ...{ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' },
  })
  const today = dayAt(Date.now() * 1000, timeZone)
  return (
    <>
      <Gaps shifts={preview.shifts} timeZone={timeZone} />
      <ol className={styles.calendar} aria-label={t('escalation.calendar')}>
        {days.map(({ date, shifts }) => (
          <li key={date} className={styles.day} data-today={date === today || undefined} data-over={date < today}>
            <h3>{name.format(Date.parse(`${date}T00:00Z`))}</h3>
            <ul>
              {shifts.map(shift => (
                <OfDay key={shift.from} shift={shift} people={people} timeZone={timeZone} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  )
}

type OfDayProps = {
  readonly shift: Shift & { readonly isNew: boolean }
  readonly people: readonly string[]
  readonly timeZone: string
}

function OfDay({ shift, people, timeZone }: OfDayProps) {
  const { t } = useTranslation()
  const { nameOf } = usePeople()
  const { person, deputy, why, from, isNew } = shift
  const place = person === null ? -1 : people.indexOf(person)
  return (
    <li
      className={styles.shift}
      data-gap={person === null || undefined}
      data-colour={place < 0 ? undefined : place % COLOURS}
      title={deputy === null ? t('escalation.noDeputy') : t('escalation.deputyIs', { person: nameOf(deputy) })}
    >
      {isNew && <span className={styles.time}>{wallAt(from, timeZone).slice(11)}</span>}{' '}
      {person === null ? <strong>{t('escalation.nobody')}</strong> : <Name text={nameOf(person)} />}
      {(why === 'swap' || why === 'holiday') && <span className={styles.why}>{t(`escalation.why-${why}`)}</span>}
    </li>
  )
}

/** Sentences of gaps that are shown; the calendar shows all of them. */
const MOST_GAPS = 5

function Gaps({ shifts, timeZone }: { readonly shifts: readonly Shift[]; readonly timeZone: string }) {
  const { t, i18n } = useTranslation()
  const gaps = shifts.filter(({ person, to }) => person === null && to > Date.now() * 1000)
  if (gaps.length === 0) return <p className={styles.noGap}>{t('escalation.noGap')}</p>
  const said = (at: number) => short(at, i18n.language, timeZone)
  return (
    <div role="status">
      <ul className={styles.gapList}>
        {gaps.slice(0, MOST_GAPS).map(({ from, to }) => (
          <li key={from}>{t('escalation.gap', { from: said(from), to: said(to) })}</li>
        ))}
        {gaps.length > MOST_GAPS && <li>{t('escalation.moreGaps', { count: gaps.length - MOST_GAPS })}</li>}
      </ul>
    </div>
  )
}
