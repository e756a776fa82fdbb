// How the organisation looks, and how long its data are kept.
import { Button, Checkbox, NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBrand } from '../../shared/brand.ts'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { useAct } from '../../shared/use-act.ts'
import { type Branding, providerBrandQuery, setSiteBrand, siteBrandQuery } from './brand-data.ts'
import { BrandPanel } from './brand-panel.tsx'
import { changeTenant, type Retention, type Tenant, tenantQuery } from './data.ts'
import { ReachPanel } from './reach-panel.tsx'
import styles from './settings.module.css'

/** Of the organisation, or of the one site where somebody is. */
export function OrganisationTab() {
  const { t } = useTranslation()
  const here = useHere()
  const [level, setLevel] = useState<'tenant' | 'site'>('tenant')
  const query = useQuery(tenantQuery(here.tenant))
  return (
    <LoadedIfThere query={query}>
      {tenant => (
        <div className={styles.stack}>
          <SegmentedControl
            className={styles.levels}
            aria-label={t('settings.level')}
            value={level}
            onChange={next => setLevel(next === 'site' ? 'site' : 'tenant')}
            data={[
              { value: 'tenant', label: t('settings.level-tenant') },
              { value: 'site', label: t('settings.level-site', { site: here.name }) },
            ]}
          />
          {level === 'site' ? (
            <OfSite />
          ) : (
            <>
              <OfTenant key={tenant.id} tenant={tenant} />
              <Outside tenant={tenant} />
              <ReachPanel tenant={tenant.id} disabled={!here.isProvider} />
              <Keeping key={`${tenant.id} keeping`} tenant={tenant} />
            </>
          )}
        </div>
      )}
    </LoadedIfThere>
  )
}

const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined && part !== '')) as T

function OfTenant({ tenant: { id, name, branding } }: { readonly tenant: Tenant }) {
  const { t } = useTranslation()
  const { may } = useHere()
  const [title, setTitle] = useState(name)
  const inherited = useBrand() as Branding
  const above = useQuery(providerBrandQuery).data ?? inherited
  const disabled = !may('tenant.write')
  return (
    <BrandPanel
      title={t('settings.look')}
      own={branding}
      {...{ above, disabled }}
      save={look => changeTenant(id, { name: title.trim() || name, branding: look })}
      renews={[['tenant', id]]}
    >
      <TextInput
        label={t('settings.organisation')}
        value={title}
        maxLength={200}
        disabled={disabled}
        onChange={event => setTitle(event.currentTarget.value)}
      />
    </BrandPanel>
  )
}

/** Whether people without an account may get reports. */
function Outside({ tenant: { id, outside_reports: isOn } }: { readonly tenant: Tenant }) {
  const { t } = useTranslation()
  const { may } = useHere()
  const save = useAct((outsideReports: boolean) => changeTenant(id, { outsideReports }), { renews: [['tenant', id]] })
  return (
    <Panel title={t('reports.schedules')}>
      <Checkbox
        label={t('settings.outside')}
        checked={isOn}
        disabled={!may('tenant.write') || save.isPending}
        onChange={event => save.mutate(event.currentTarget.checked)}
      />
    </Panel>
  )
}

function OfSite() {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(siteBrandQuery(here))
  const inherited = useBrand()
  return (
    <Loaded query={query}>
      {({ own }) => (
        <BrandPanel
          key={here.site}
          title={t('settings.siteLook', { site: here.name })}
          own={own}
          above={inherited as Branding}
          disabled={!here.may('tenant.write')}
          save={look => setSiteBrand(here, look)}
          renews={[['site-brand', here.tenant, here.site]]}
        />
      )}
    </Loaded>
  )
}

const kept = ['activity', 'values', 'findings', 'uploads', 'audit'] as const

function Keeping({ tenant: { id, retention } }: { readonly tenant: Tenant }) {
  const { t } = useTranslation()
  const { may } = useHere()
  const [days, setDays] = useState<Retention>(retention)
  const save = useAct(() => changeTenant(id, { retention: without(days) }), { renews: [['tenant', id]] })
  const disabled = !may('tenant.write')
  const change = (name: (typeof kept)[number], value: string | number) => {
    const { [name]: _, ...rest } = days
    setDays(value === '' ? rest : { ...rest, [name]: Number(value) })
  }
  return (
    <Panel title={t('settings.retention')}>
      <p className="dim" style={{ marginTop: 0 }}>
        {t('settings.retentionText')}
      </p>
      <div className={styles.days}>
        {kept.map(name => (
          <NumberInput
            key={name}
            label={t(`settings.keep-${name}`)}
            min={name === 'audit' ? 365 : 1}
            max={3650}
            allowDecimal={false}
            value={days[name] ?? ''}
            placeholder={t('settings.always')}
            disabled={disabled}
            onChange={value => change(name, value)}
          />
        ))}
      </div>
      <Button mt="md" onClick={() => save.mutate()} loading={save.isPending} disabled={disabled}>
        {t('settings.save')}
      </Button>
    </Panel>
  )
}
