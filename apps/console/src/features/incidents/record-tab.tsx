// The record: every entry as it was hashed, and whether the chain is whole.
import { Button, Group } from '@mantine/core'
import type { Verdict } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { recordQuery } from './api.ts'
import styles from './incidents.module.css'
import { useActor } from './say.ts'
import type { TabProps } from './tabs.ts'
import { TakeStix } from './take-stix.tsx'
import { canVerify, verified } from './verified.ts'

/** Entries shown; all of them are verified. */
const MOST_SHOWN = 500

export function RecordTab({ room }: TabProps) {
  const { t } = useTranslation()
  const actor = useActor()
  const { id } = room.incident
  const query = useQuery(recordQuery(useHere(), id))
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const check = async () => {
    const { data } = await query.refetch()
    if (data) setVerdict(await verified(data))
  }
  return (
    <Panel
      title={t('incident.record')}
      flush
      aside={
        <Group gap="xs">
          <TakeStix incident={id} />
          {canVerify() ? (
            <Button size="compact-sm" variant="default" onClick={() => void check()}>
              {t('incident.verify')}
            </Button>
          ) : (
            <span className="dim">{t('incident.cannotVerify')}</span>
          )}
        </Group>
      }
    >
      <p className={styles.verdict} role="status" data-ok={verdict?.ok}>
        {verdict === null
          ? t('incident.recordWhat')
          : verdict.ok
            ? t('incident.whole', { count: verdict.links, hash: verdict.head.hash.slice(0, 16) })
            : t('incident.broken', { at: verdict.at, why: verdict.message })}
      </p>
      <Loaded query={query}>
        {links => (
          <ol className={styles.record}>
            {links.slice(-MOST_SHOWN).map(({ seq, hash, body }) => (
              <li key={seq}>
                <span className="mono dim">{seq}</span>
                <span>
                  <Moment at={body.at} as="short" />
                </span>
                <span>{actor(body.by)}</span>
                <span className={styles.entry}>
                  <Name text={saidOf(body.act)} mono />
                </span>
                <span className="mono dim" title={hash}>
                  {hash.slice(0, 10)}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Panel>
  )
}

/** The entry as it is, without what would fill the page. */
function saidOf({ kind, ...rest }: { readonly kind: string }): string {
  const text = Object.entries(rest)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
  return text === '' ? kind : `${kind} – ${text.slice(0, 240)}`
}
