// One roster beside the calendar that follows from it, as it is being written.
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Roster } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { faultsByField } from '../../shared/refusal.ts'
import { Loaded } from '../../shared/states.tsx'
import { useAct } from '../../shared/use-act.ts'
import { escalationKey, putRoster, removeRoster, rosterPreviewQuery } from './data.ts'
import styles from './escalation.module.css'
import { useDuties } from './people.ts'
import { RosterCalendar, startOfWeek, WEEKS } from './roster-calendar.tsx'
import { RosterFields } from './roster-fields.tsx'

/** ms without a key before it is computed anew. */
const PAUSE = 300

type Props = {
  readonly roster: Roster
  /** 0: nobody wrote it. */
  readonly version: number
  /** It follows from roles; else there is none yet. */
  readonly isDerived: boolean
  readonly onBack: () => void
}

export function RosterEditor({ roster, version, isDerived, onBack }: Props) {
  const { t } = useTranslation()
  const here = useHere()
  const mayWrite = here.may('response.write')
  const { nameOf } = useDuties()
  const [draft, setDraft] = useState(roster)
  const [shown] = useDebouncedValue(draft, PAUSE)
  const from = startOfWeek(Date.now() * 1000, shown.timeZone)
  const preview = useQuery(rosterPreviewQuery(here, shown, from, 7 * WEEKS))
  const renews = [escalationKey(here)]
  const save = useAct(() => putRoster(here, draft), { renews, onDone: onBack })
  const remove = useAct(() => removeRoster(here, draft.duty), { renews, onDone: onBack })
  const faults = {
    ...faultsByField(preview.data?.faults ?? []),
    ...(save.error instanceof ApiError ? save.error.fields : {}),
  }
  return (
    <div className={styles.stack}>
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onBack}>
          {t('escalation.allRosters')}
        </Button>
        {version === 0 && <span className="dim">{t(isDerived ? 'escalation.derived' : 'escalation.notWritten')}</span>}
        {!mayWrite && <span className="dim">{t('escalation.readOnly')}</span>}
      </div>
      <div className={styles.split}>
        <Panel title={nameOf(draft.duty)}>
          <fieldset className={styles.bare} disabled={!mayWrite}>
            <RosterFields
              roster={draft}
              faults={faults}
              onChange={part => {
                save.reset()
                setDraft(before => ({ ...before, ...part }))
              }}
            />
          </fieldset>
          {mayWrite && (
            <div className={styles.buttons}>
              <Button onClick={() => save.mutate()} loading={save.isPending}>
                {t('escalation.saveRoster')}
              </Button>
              {version > 0 && (
                <Button variant="subtle" color="red" onClick={() => remove.mutate()} loading={remove.isPending}>
                  {t('escalation.backToRoles')}
                </Button>
              )}
            </div>
          )}
        </Panel>
        <Panel title={t('escalation.calendar')} flush>
          <Loaded query={preview}>
            {data => <RosterCalendar preview={data} people={shown.people} timeZone={shown.timeZone} />}
          </Loaded>
        </Panel>
      </div>
    </div>
  )
}
