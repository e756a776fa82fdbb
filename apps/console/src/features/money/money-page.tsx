// What may be lost in a year, in money: estimates with their ranges, and the numbers behind them.
import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { riskQuery } from './data.ts'
import { Measures } from './measures.tsx'
import { MissingPanel } from './missing.tsx'
import { Numbers } from './numbers.tsx'
import { Overview } from './overview.tsx'
import { Reports } from './reports.tsx'
import { moneySearchOf, planIn, planText, type Tab, tabs } from './search.ts'

const route = getRouteApi('/$tenant/$site/risk')

const contents = { overview: Overview, measures: Measures, numbers: Numbers, reports: Reports } as const

export function MoneyPage() {
  const { t } = useTranslation()
  const { tab = tabs[0], plan: text } = route.useSearch()
  const plan = planIn(text)
  const navigate = useNavigate()
  const query = useQuery(riskQuery(useHere()))
  const go = (next: { readonly tab?: Tab; readonly plan?: readonly string[] }) =>
    void navigate({
      to: '.',
      search: moneySearchOf({ tab: next.tab ?? tab, plan: planText(next.plan ?? plan) }),
      replace: true,
    })
  return (
    <Page title={t('page.risk')}>
      <Loaded query={query}>
        {risk => {
          if (risk.plans.length === 0)
            return (
              <>
                <Empty icon="money" title={t('money.none')}>
                  <p>{t('money.noneText')}</p>
                </Empty>
                <MissingPanel risk={risk} />
              </>
            )
          const Content = contents[tab]
          return (
            <>
              <Tabs value={tab} mb={16} onChange={next => go({ tab: next as Tab })}>
                <Tabs.List>
                  {tabs.map(name => (
                    <Tabs.Tab key={name} value={name}>
                      {t(`money.tab-${name}`)}
                    </Tabs.Tab>
                  ))}
                </Tabs.List>
              </Tabs>
              <Content risk={risk} plan={plan} onPlan={next => go({ plan: next })} />
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
