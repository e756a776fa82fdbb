// A week of approved work, in the time of the plant.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { type Order, weekQuery } from './data.ts'
import styles from './work.module.css'

const DAY = 86_400e6

type Props = { readonly week: number; readonly orders: readonly Order[]; readonly onWeek: (week: number) => void }

export function Week({ week, orders, onWeek }: Props) {
  const { t, i18n } = useTranslation()
  const here = useHere()
  const days = daysOf(week)
  const from = days[0]!.getTime() * 1000
  // Whatever the time zone of the plant, its days lie within these.
  const query = useQuery(weekQuery(here, from - DAY, from + 9 * DAY))
  const key = new Intl.DateTimeFormat('sv-SE', { timeZone: here.timeZone, dateStyle: 'short' })
  const clock = new Intl.DateTimeFormat(i18n.language, { timeZone: here.timeZone, timeStyle: 'short' })
  const name = new Intl.DateTimeFormat(i18n.language, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  })
  const titles = new Map(orders.map(({ id, work }) => [id, work.title]))
  const today = key.format(new Date())
  return (
    <Panel
      title={t('orders.week')}
      aside={
        <>
          <Button size="xs" variant="default" onClick={() => onWeek(week - 1)}>
            {t('orders.earlier')}
          </Button>
          <Button size="xs" variant="default" disabled={week === 0} onClick={() => onWeek(0)}>
            {t('orders.today')}
          </Button>
          <Button size="xs" variant="default" onClick={() => onWeek(week + 1)}>
            {t('orders.later')}
          </Button>
        </>
      }
    >
      <Loaded query={query}>
        {items => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
          <ol className={styles.week} tabIndex={0} aria-label={t('orders.week')}>
            {days.map(day => {
              const date = day.toISOString().slice(0, 10)
              const own = items.filter(one => key.format(one.from / 1000) === date)
              return (
                <li key={date} className={styles.day} data-today={date === today || undefined}>
                  <h3>{name.format(day)}</h3>
                  <ul>
                    {own.map(one => (
                      <li key={`${one.id} ${one.from}`}>
                        <span className="dim">
                          {clock.format(one.from / 1000)}–{clock.format(one.to / 1000)}
                        </span>{' '}
                        <Link to="/$tenant/$site/work" params={here} search={{ order: one.id }} className="link">
                          {titles.get(one.id) ?? one.id}
                        </Link>
                      </li>
                    ))}
                  </ul>
                </li>
              )
            })}
          </ol>
        )}
      </Loaded>
    </Panel>
  )
}

/** Monday to Sunday, each at midnight in UTC. */
function daysOf(week: number): Date[] {
  const now = new Date()
  const monday = now.getUTCDate() - ((now.getUTCDay() + 6) % 7) + 7 * week
  return Array.from(
    { length: 7 },
    (_, day) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), monday + day)),
  )
}
