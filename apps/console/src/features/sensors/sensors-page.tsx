// The site: who listens there, captures that people bring, what is not seen.
import { Tabs } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../shared/page.tsx'
import { Captures } from './captures.tsx'
import { CoverageTab } from './coverage.tsx'
import { sensorSearchOf, tabs } from './search.ts'
import { SensorList } from './sensor-list.tsx'
import { Sites } from './sites.tsx'

const route = getRouteApi('/$tenant/$site/sensors')
const contents = { sensors: SensorList, captures: Captures, coverage: CoverageTab, sites: Sites } as const

export function SensorsPage() {
  const { t } = useTranslation()
  const { tab = 'sensors' } = route.useSearch()
  const navigate = useNavigate()
  const Content = contents[tab]
  return (
    <Page title={t('page.sensors')}>
      <Tabs
        value={tab}
        mb={16}
        onChange={next =>
          void navigate({ to: '.', search: sensorSearchOf({ tab: next === 'sensors' ? undefined : next }) })
        }
      >
        <Tabs.List>
          {tabs.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`sensors.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Content />
    </Page>
  )
}
