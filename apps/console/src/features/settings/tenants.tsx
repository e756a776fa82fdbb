// The provider's side: organisations that it looks after.
import { Button, Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { SecretShown } from '../../shared/secret-shown.tsx'
import { Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { useAct } from '../../shared/use-act.ts'
import { providerBrandQuery, setProviderBrand } from './brand-data.ts'
import { BrandPanel } from './brand-panel.tsx'
import { makeTenant, type NewTenant, tenantsQuery } from './data.ts'
import { ReachPanel } from './reach-panel.tsx'
import styles from './settings.module.css'

/** Whom it looks after, and how they look where they chose nothing. */
export function TenantsTab() {
  return (
    <div className={styles.stack}>
      <Tenants />
      <ProviderBrand />
      <ReachPanel tenant={null} disabled={false} />
    </div>
  )
}

function ProviderBrand() {
  const { t } = useTranslation()
  const query = useQuery(providerBrandQuery)
  return (
    <Loaded query={query}>
      {own => (
        <BrandPanel
          title={t('settings.providerLook')}
          own={own}
          above={{}}
          disabled={false}
          save={setProviderBrand}
          renews={[providerBrandQuery.queryKey]}
        />
      )}
    </Loaded>
  )
}

function Tenants() {
  const { t } = useTranslation()
  const query = useQuery(tenantsQuery)
  const [isMaking, setMaking] = useState(false)
  return (
    <Panel
      flush
      title={t('settings.tenants')}
      aside={
        query.data && (
          <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>
            {t('settings.newTenant')}
          </Button>
        )
      }
    >
      <LoadedIfThere query={query}>
        {rows => (
          <Table
            label={t('settings.tenants')}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { name: t('settings.name'), cell: ({ name }) => <Name text={name} /> },
              { name: t('settings.shortName'), cell: ({ id }) => <Name text={id} mono /> },
            ]}
          />
        )}
      </LoadedIfThere>
      {isMaking && <TenantDialog onClose={() => setMaking(false)} />}
    </Panel>
  )
}

function TenantDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { mutate, data, isPending } = useAct(makeTenant, { renews: [tenantsQuery.queryKey] })
  const path = data?.invitation?.path
  return (
    <Modal closeButtonProps={{ 'aria-label': t('map.close') }} opened onClose={onClose} title={t('settings.newTenant')}>
      {!data ? (
        <TenantForm onMake={mutate} isPending={isPending} />
      ) : path ? (
        <SecretShown secret={location.origin + path}>{t('settings.inviteText')}</SecretShown>
      ) : (
        <p>{t('settings.tenantMade')}</p>
      )}
    </Modal>
  )
}

type FormProps = { readonly onMake: (tenant: NewTenant) => void; readonly isPending: boolean }

function TenantForm({ onMake, isPending }: FormProps) {
  const { t } = useTranslation()
  const [{ id, name, admin }, setMade] = useState({ id: '', name: '', admin: '' })
  const change = (part: object) => setMade(before => ({ ...before, ...part }))
  const isGood = /^[a-z0-9][a-z0-9-]{0,62}$/.test(id) && name.trim() !== ''
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        onMake({ id, name: name.trim(), ...(admin.trim() ? { admin: admin.trim() } : {}) })
      }}
    >
      <TextInput
        label={t('settings.name')}
        value={name}
        data-autofocus
        onChange={event => change({ name: event.currentTarget.value })}
      />
      <TextInput
        mt="sm"
        label={t('settings.shortName')}
        description={t('settings.shortNameText')}
        value={id}
        onChange={event => change({ id: event.currentTarget.value })}
      />
      <TextInput
        mt="sm"
        type="email"
        label={t('settings.admin')}
        description={t('settings.adminText')}
        value={admin}
        onChange={event => change({ admin: event.currentTarget.value })}
      />
      <Button type="submit" mt="lg" loading={isPending} disabled={!isGood}>
        {t('settings.makeTenant')}
      </Button>
    </form>
  )
}
