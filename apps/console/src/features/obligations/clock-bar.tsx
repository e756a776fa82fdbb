// One clock: how much of the time is gone, and when it ends in the zone of the entity.
import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../shared/moment.tsx'
import { exact, relative } from '../../shared/time.ts'
import type { Clock, ClockState as State } from './data.ts'
import styles from './obligations.module.css'

const colours: Readonly<Partial<Record<State, string>>> = {
  late: 'yellow',
  overdue: 'red',
  'submitted-late': 'red',
  submitted: 'green',
}

export function ClockState({ state }: { readonly state: State }) {
  const { t } = useTranslation()
  return (
    <Badge variant="default" color={colours[state] ?? 'gray'} size="sm">
      {t(`owed.state-${state}`)}
    </Badge>
  )
}

/** Share of the time from its beginning that is gone, 0 to 1. */
export function shareOf({ due, from }: Clock, now: number): number {
  if (due === null || !from || due <= from.moment) return 0
  return Math.min(1, Math.max(0, (now - from.moment) / (due - from.moment)))
}

export function ClockBar({ clock, timeZone }: { readonly clock: Clock; readonly timeZone: string }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const { due, target, submittedAt, state } = clock
  if (due === null) return <ClockState state={state} />
  const at = (moment: number) => exact(moment, i18n.language, timeZone).replace(/[.,]\d{3}/, '')
  const gone = shareOf(clock, submittedAt ?? now)
  return (
    <div>
      <ClockState state={state} />
      <div className={styles.bar} aria-hidden="true">
        <div className={styles.done} data-state={state} style={{ width: `${gone * 100}%` }} />
        {target !== null && target < due && (
          <div className={styles.target} style={{ left: `${shareOf(clock, target) * 100}%` }} />
        )}
      </div>
      <div>
        {submittedAt === null
          ? t('owed.due', { when: at(due), distance: relative(due, now, i18n.language) })
          : t('owed.sent', { when: at(submittedAt) })}
      </div>
      {target !== null && target < due && submittedAt === null && (
        <div className="dim">{t('owed.target', { when: at(target) })}</div>
      )}
    </div>
  )
}
