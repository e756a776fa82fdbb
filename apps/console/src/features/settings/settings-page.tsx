// One's own account, the people, keys and looks of the organisation.
import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page } from '../../shared/page.tsx'
import { AuditTab } from './audit.tsx'
import { tenantsQuery } from './data.ts'
import { DestinationsTab } from './destinations.tsx'
import { DirectoryTab } from './directory.tsx'
import { EntitiesTab } from './entities.tsx'
import { FeedsTab } from './feeds.tsx'
import { KeysTab } from './keys.tsx'
import { MeTab } from './me.tsx'
import { OrganisationTab } from './organisation.tsx'
import { PeopleTab } from './people.tsx'
import { settingsSearchOf, type Tab, tabs } from './search.ts'
import { SourcesTab } from './sources.tsx'
import { TenantsTab } from './tenants.tsx'

const route = getRouteApi('/$tenant/$site/settings')

/** What one may not use is not shown. */
const needs: Readonly<Partial<Record<Tab, string>>> = {
  keys: 'key.write',
  destinations: 'destination.write',
  sources: 'source.write',
  directory: 'directory.write',
  audit: 'audit.read',
}

export function SettingsPage() {
  const { t } = useTranslation()
  const { may } = useHere()
  const { tab = 'me', text = '' } = route.useSearch()
  const navigate = useNavigate()
  const provider = useQuery(tenantsQuery)
  const change = (part: Readonly<Record<string, unknown>>) =>
    void navigate({ to: '.', search: settingsSearchOf(part), replace: 'text' in part })
  const shown = tabs.filter(name =>
    name === 'tenants' ? provider.isSuccess : needs[name] === undefined || may(needs[name]),
  )
  return (
    <Page title={t('page.settings')}>
      <Tabs value={tab} mb={16} onChange={next => change({ tab: next === 'me' ? undefined : next })}>
        <Tabs.List>
          {shown.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`settings.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {tab === 'me' && <MeTab />}
      {tab === 'people' && <PeopleTab />}
      {tab === 'directory' && <DirectoryTab />}
      {tab === 'keys' && <KeysTab />}
      {tab === 'feeds' && <FeedsTab />}
      {tab === 'destinations' && <DestinationsTab />}
      {tab === 'sources' && <SourcesTab />}
      {tab === 'organisation' && <OrganisationTab />}
      {tab === 'entities' && <EntitiesTab />}
      {tab === 'tenants' && <TenantsTab />}
      {tab === 'audit' && <AuditTab text={text} onText={next => change({ tab, text: next })} />}
    </Page>
  )
}
