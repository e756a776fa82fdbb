// What other systems know of the site: lists of assets, tables of switches, routers and firewalls, against what was heard.
import { Button, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Page } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { listsQuery } from './data.ts'
import { FirewallTab } from './firewall-tab.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { ListsTab } from './lists-tab.tsx'
import { PortsTab } from './ports-tab.tsx'
import { RowsTab } from './rows-tab.tsx'
import { type KnownSearch, tabs } from './search.ts'
import { UnlistedTab } from './unlisted-tab.tsx'

const route = getRouteApi('/$tenant/$site/known')

export function KnownPage() {
  const { t } = useTranslation()
  const here = useHere()
  const { tab = 'lists', list, which = 'all' } = route.useSearch()
  const navigate = useNavigate()
  const query = useQuery(listsQuery(here))
  const [isImporting, setImporting] = useState(false)
  const show = (search: KnownSearch) => void navigate({ to: '.', search, replace: true })
  const take = here.may('site.write') && (
    <Button size="xs" leftSection={<Icon name="upload" size={14} />} onClick={() => setImporting(true)}>
      {t('known.import')}
    </Button>
  )
  return (
    <Page title={t('page.known')} aside={take}>
      <Tabs value={tab} mb={16} onChange={next => show({ tab: (next ?? 'lists') as (typeof tabs)[number] })}>
        <Tabs.List style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
          {tabs.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`known.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {(tab === 'lists' || tab === 'rows') && (
        <Loaded query={query}>
          {({ items }) =>
            tab === 'lists' ? (
              <ListsTab rows={items} onShow={show} />
            ) : (
              <RowsTab lists={items} list={list ?? items[0]?.id} which={which} onShow={show} />
            )
          }
        </Loaded>
      )}
      {tab === 'unlisted' && <UnlistedTab />}
      {tab === 'ports' && <PortsTab />}
      {tab === 'firewall' && <FirewallTab />}
      {isImporting && <ImportDialog kinds={query.data?.kinds ?? []} onClose={() => setImporting(false)} />}
    </Page>
  )
}
