// What the platform learned as normal, and what people decide about it.
import { Tabs } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../shared/page.tsx'
import { Acceptances } from './acceptances.tsx'
import { Decisions } from './decisions.tsx'
import { LearnedTab } from './learned.tsx'
import { baselineSearchOf, tabs } from './search.ts'

const route = getRouteApi('/$tenant/$site/baselines')

export function BaselinesPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { tab = 'learned' } = search
  const change = (part: object, replace = false) =>
    void navigate({ to: '.', search: baselineSearchOf({ ...search, ...part }), replace })
  return (
    <Page title={t('page.baselines')}>
      <Tabs
        value={tab}
        mb={16}
        onChange={next => change({ tab: next === 'learned' ? undefined : next, device: undefined })}
      >
        <Tabs.List>
          {tabs.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`baselines.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {tab === 'decisions' && <Decisions />}
      {tab === 'accepted' && <Acceptances />}
      {tab === 'learned' && <LearnedTab search={search} onText={text => change({ text }, true)} />}
    </Page>
  )
}
