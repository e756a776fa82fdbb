// Whom an incident calls, in which order; beside it the night that follows from it.
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Policy } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { faultsByField } from '../../shared/refusal.ts'
import { Loaded } from '../../shared/states.tsx'
import { useAct } from '../../shared/use-act.ts'
import { escalationKey, nightQuery, type PolicyInForce, policyQuery, putPolicy } from './data.ts'
import styles from './escalation.module.css'
import { defaultNight, NightPanel, type NightSetting } from './night.tsx'
import { PolicyFields } from './policy-fields.tsx'

const PAUSE = 300

export function PolicyTab() {
  const query = useQuery(policyQuery(useHere()))
  return <Loaded query={query}>{inForce => <Editor key={inForce.version} inForce={inForce} />}</Loaded>
}

function Editor({ inForce }: { readonly inForce: PolicyInForce }) {
  const { t } = useTranslation()
  const here = useHere()
  const mayWrite = here.may('response.write')
  const [draft, setDraft] = useState<Policy>(inForce.policy)
  const [night, setNight] = useState<NightSetting>(() => defaultNight(here.timeZone))
  const [shown] = useDebouncedValue(draft, PAUSE)
  const preview = useQuery(nightQuery(here, shown, night.at, night.severity))
  const save = useAct(() => putPolicy(here, draft), { renews: [escalationKey(here)] })
  const faults = {
    ...faultsByField(preview.data?.faults ?? []),
    ...(save.error instanceof ApiError ? save.error.fields : {}),
  }
  const isChanged = JSON.stringify(draft) !== JSON.stringify(inForce.policy)
  return (
    <div className={styles.split}>
      <Panel title={t('escalation.policy')}>
        {inForce.isDefault && <p className={styles.note}>{t('escalation.isDefault')}</p>}
        {!mayWrite && <p className={styles.note}>{t('escalation.readOnly')}</p>}
        <fieldset className={styles.bare} disabled={!mayWrite}>
          <PolicyFields
            policy={draft}
            faults={faults}
            onChange={part => {
              save.reset()
              setDraft(before => ({ ...before, ...part }))
            }}
          />
        </fieldset>
        {mayWrite && (
          <div className={styles.buttons}>
            <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!isChanged && !inForce.isDefault}>
              {t('escalation.savePolicy')}
            </Button>
            {isChanged && (
              <Button variant="default" onClick={() => setDraft(inForce.policy)}>
                {t('escalation.discard')}
              </Button>
            )}
          </div>
        )}
      </Panel>
      <NightPanel query={preview} policy={shown} setting={night} onSetting={setNight} />
    </div>
  )
}
