// A night in which nobody answers, in plain words: as the walk that calls people would go.
import { NativeSelect, TextInput } from '@mantine/core'
import type { Severity } from '@nautilus/model'
import type { Page, Policy, Rehearsed } from '@nautilus/response'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { severities } from '../../shared/grades.ts'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { span } from '../../shared/time.ts'
import { dayAt, momentOfWall, wallAt } from '../../shared/wall.ts'
import type { Night } from './data.ts'
import styles from './escalation.module.css'
import { useDuties, usePeople } from './people.ts'

/** `at`: µs. */
export type NightSetting = { readonly at: number; readonly severity: Severity }

const DAY = 86_400e6
const MINUTE = 60e6

/** Tomorrow at 03:00 at the plant. */
export const defaultNight = (timeZone: string): NightSetting => ({
  at: momentOfWall(`${dayAt(Date.now() * 1000 + DAY, timeZone)}T03:00`, timeZone) ?? Date.now() * 1000,
  severity: 'high',
})

type Props = {
  readonly query: UseQueryResult<Night>
  readonly policy: Policy
  readonly setting: NightSetting
  readonly onSetting: (setting: NightSetting) => void
}

export function NightPanel({ query, policy, setting, onSetting }: Props) {
  const { t } = useTranslation()
  const { timeZone } = useHere()
  return (
    <Panel title={t('escalation.night')}>
      <div className={styles.fields}>
        <TextInput
          type="datetime-local"
          label={t('escalation.nightAt')}
          value={wallAt(setting.at, timeZone)}
          onChange={event => {
            const at = momentOfWall(event.currentTarget.value, timeZone)
            if (at !== null) onSetting({ ...setting, at })
          }}
        />
        <NativeSelect
          label={t('escalation.nightSeverity')}
          data={severities.map(value => ({ value, label: t(`severity.${value}`) }))}
          value={setting.severity}
          onChange={event => onSetting({ ...setting, severity: event.currentTarget.value as Severity })}
        />
      </div>
      <Loaded query={query}>{night => <Told night={night} policy={policy} began={setting.at} />}</Loaded>
    </Panel>
  )
}

function Told({ night, policy, began }: { readonly night: Night; readonly policy: Policy; readonly began: number }) {
  const { t } = useTranslation()
  const { timeZone } = useHere()
  if (night.faults.length > 0) return <p className={styles.hint}>{t('escalation.notYet')}</p>
  return (
    <div role="status">
      <p className={styles.hint}>{t('escalation.nobodyAnswers')}</p>
      <ol className={styles.night} aria-label={t('escalation.night')}>
        {night.calls.map(call => (
          <li key={`${call.at} ${call.pages[0]?.id ?? call.gaps[0]?.slot}`}>
            <time dateTime={new Date(call.at / 1000).toISOString()}>
              {clock(call.at, began, timeZone)}
              {call.at > began && <span className="dim"> +{span(call.at - began)}</span>}
            </time>
            <Call call={call} />
          </li>
        ))}
      </ol>
      {night.cut && <p className={styles.hint}>{t('escalation.nightCut')}</p>}
      {night.exhausted !== null && (
        <p className={styles.fault}>{t('escalation.exhausted', { at: clock(night.exhausted, began, timeZone) })}</p>
      )}
      <p className={styles.hint}>
        {t('escalation.acknowledging', { span: span(policy.acknowledgementHolds * MINUTE) })}
      </p>
    </div>
  )
}

/** With the day where it is another one. */
function clock(at: number, began: number, timeZone: string): string {
  const wall = wallAt(at, timeZone)
  return wall.slice(0, 10) === wallAt(began, timeZone).slice(0, 10) ? wall.slice(11) : wall.replace('T', ' ')
}

/** The calls of one person for one duty, over all channels. */
function together(pages: readonly Page[]): readonly (Page & { readonly channels: readonly string[] })[] {
  const calls = new Map<string, Page & { channels: string[] }>()
  for (const page of pages) {
    const key = `${page.slot} ${page.person}`
    const known = calls.get(key)
    if (!known) calls.set(key, { ...page, channels: [page.channel] })
    else if (!known.channels.includes(page.channel)) known.channels.push(page.channel)
  }
  return [...calls.values()]
}

function Call({ call: { pages, gaps } }: { readonly call: Rehearsed }) {
  const { t } = useTranslation()
  const { nameOf } = usePeople()
  const { nameOf: dutyName } = useDuties()
  return (
    <ul>
      {together(pages).map(({ id, person, duty, slot, channels }) => (
        <li key={id}>
          <strong>
            <Name text={nameOf(person)} />
          </strong>{' '}
          {t('escalation.calledBy', {
            by: channels.map(channel => t(`escalation.channels.${channel as 'mail'}`)).join(', '),
          })}{' '}
          <span className="dim">
            ({dutyName(duty)}, <SlotWord slot={slot} />)
          </span>
        </li>
      ))}
      {[...new Set(gaps.map(({ duty }) => duty))].map(duty => (
        <li key={duty} className={styles.fault}>
          {t('escalation.nobodyAs', { duty: dutyName(duty) })}
        </li>
      ))}
    </ul>
  )
}

/** `step-2.try-1` in words. */
function SlotWord({ slot }: { readonly slot: string }) {
  const { t } = useTranslation()
  const [, step = '', kind = 'try', number = ''] =
    /^(?:step-(\d+)\.)?(try|deputy|fallback|everybody|inform)[.-]?(\d+)?$/.exec(slot) ?? []
  return t(`escalation.slot-${kind as 'try'}`, { step, number })
}
