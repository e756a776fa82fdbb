// Who is called when something happens: now, by rosters and by the policy; what everybody is to the site, and how to reach them.
import { Tabs } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page } from '../../shared/page.tsx'
import { ContactsTab } from './contacts-tab.tsx'
import { DutiesTab } from './duties-tab.tsx'
import { NowTab, Sheets } from './now-tab.tsx'
import { PolicyTab } from './policy-tab.tsx'
import { RostersTab } from './rosters-tab.tsx'
import { escalationSearchOf, type Tab, tabs } from './search.ts'

const route = getRouteApi('/$tenant/$site/escalation')

export function EscalationPage() {
  const { t } = useTranslation()
  const { may } = useHere()
  const { tab = 'now', duty } = route.useSearch()
  const navigate = useNavigate()
  const show = (next: { tab?: Tab | undefined; duty?: string | undefined }) =>
    void navigate({ to: '.', search: escalationSearchOf(next) })
  // Where people are reached is for those who may write it.
  const shown = tabs.filter(name => name !== 'contacts' || may('response.write'))
  return (
    <Page title={t('page.escalation')} aside={<Sheets />}>
      <Tabs value={tab} mb={16} onChange={next => show({ tab: next === 'now' ? undefined : (next as Tab) })}>
        <Tabs.List>
          {shown.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`escalation.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {tab === 'now' && <NowTab />}
      {tab === 'duties' && <DutiesTab />}
      {tab === 'rosters' && <RostersTab duty={duty} onDuty={next => show({ tab, duty: next })} />}
      {tab === 'policy' && <PolicyTab />}
      {tab === 'contacts' && may('response.write') && <ContactsTab />}
    </Page>
  )
}
