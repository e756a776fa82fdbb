import { Menu, UnstyledButton } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../shared/here.tsx'
import { Icon } from '../shared/icons.tsx'
import { sitesQuery } from '../shared/queries.ts'
import { plain } from '../shared/text.ts'
import styles from './shell.module.css'

const route = getRouteApi('/$tenant/$site')

export function SiteSwitcher() {
  const { t } = useTranslation()
  const here = useHere()
  const tenants = useTenants()
  const own = tenants.find(({ id }) => id === here.tenant)
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <UnstyledButton className={styles.site} title={t('shell.switchSite')}>
          <Icon name="site" />
          <span className={styles.siteText}>
            <span>{plain(here.name)}</span>
            <small>{plain(own?.name ?? here.tenant)}</small>
          </span>
          <Icon name="down" size={12} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
        {tenants.map(tenant => (
          <Tenant key={tenant.id} {...tenant} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

type TenantSites = {
  readonly id: string
  readonly name: string
  readonly sites: readonly { id: string; name: string }[]
}

function Tenant({ id, name, sites }: TenantSites) {
  const here = useHere()
  const navigate = useNavigate()
  return (
    <>
      <Menu.Label>{plain(name)}</Menu.Label>
      {sites.map(site => (
        <Menu.Item
          key={site.id}
          onClick={() => void navigate({ to: '/$tenant/$site/now', params: { tenant: id, site: site.id } })}
          rightSection={id === here.tenant && site.id === here.site ? <Icon name="check" size={14} /> : null}
        >
          {plain(site.name)}
        </Menu.Item>
      ))}
    </>
  )
}

function useTenants(): TenantSites[] {
  const { me } = route.useRouteContext()
  const tenants = [...new Map(me.memberships.map(({ tenant, name }) => [tenant, name]))]
  const lists = useQueries({ queries: tenants.map(([id]) => sitesQuery(id)) })
  return tenants.map(([id, name], index) => {
    const own = me.memberships.filter(({ tenant }) => tenant === id)
    const all = lists[index]?.data ?? []
    return { id, name, sites: all.filter(site => own.some(member => member.site === '*' || member.site === site.id)) }
  })
}
