// Under which host name a console is reached, and whom its letters come from.
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type Reach, type Reached, reachQuery, setReach } from './brand-data.ts'
import styles from './settings.module.css'

const fields = ['domain', 'mailName', 'mailAddress'] as const

/** `tenant`: null for the provider. Only its people change it. */
export function ReachPanel({ tenant, disabled }: { readonly tenant: string | null; readonly disabled: boolean }) {
  const { t } = useTranslation()
  const query = useQuery(reachQuery(tenant))
  return (
    <Panel title={t('settings.reach')}>
      <Loaded query={query}>
        {reached => <Form key={JSON.stringify(reached.own)} {...{ tenant, reached, disabled }} />}
      </Loaded>
    </Panel>
  )
}

type FormProps = { readonly tenant: string | null; readonly reached: Reached; readonly disabled: boolean }

function Form({ tenant, reached, disabled }: FormProps) {
  const { t } = useTranslation()
  const [reach, put] = useState<Reach>(reached.own)
  const { mutate, isPending, error } = useAct((next: Reach) => setReach(tenant, next), { renews: [['reach']] })
  const faults = error instanceof ApiError ? error.fields : {}
  const address = reach.mailAddress ?? reached.used.mailAddress
  const domain = address?.includes('@') ? address.slice(address.lastIndexOf('@') + 1) : null
  return (
    <form
      className={styles.fields}
      onSubmit={event => {
        event.preventDefault()
        mutate(reach)
      }}
    >
      {disabled && <p className={styles.hint}>{t('settings.reachOfProvider')}</p>}
      {fields.map(name => (
        <TextInput
          key={name}
          label={t(`settings.reach-${name}`)}
          description={t(`settings.reachText-${name}`)}
          placeholder={reached.used[name] ?? t('settings.inherited')}
          disabled={disabled}
          value={reach[name] ?? ''}
          error={faults[name]}
          onChange={event => put({ ...reach, [name]: event.currentTarget.value.trimStart() || null })}
        />
      ))}
      {domain && <p className={styles.hint}>{t('settings.dns', { domain })}</p>}
      <Button type="submit" loading={isPending} disabled={disabled}>
        {t('settings.save')}
      </Button>
    </form>
  )
}
