// What waits at all customers, and what they used: for people of the provider, who are at no site yet.
import { Select, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { BrandContext, logoOf, productOf, useIcon } from '../../shared/brand.ts'
import { Page } from '../../shared/page.tsx'
import { hostBrandQuery, meQuery } from '../../shared/queries.ts'
import { plain } from '../../shared/text.ts'
import { customersQuery } from './data.ts'
import styles from './provider.module.css'
import { FindingsQueue, IncidentsQueue } from './queue.tsx'
import { type ProviderSearch, providerSearchOf, severities, tabs } from './search.ts'
import { Usage } from './usage.tsx'

const route = getRouteApi('/provider')

export function ProviderPage() {
  const { t } = useTranslation()
  const brand = useQuery(hostBrandQuery).data ?? {}
  const me = useQuery(meQuery).data
  useIcon(brand)
  const search = route.useSearch()
  const navigate = useNavigate()
  const { tab = 'findings', customer, severity } = search
  const change = (part: Partial<ProviderSearch>) =>
    void navigate({ to: '/provider', search: providerSearchOf({ ...search, ...part }), replace: true })
  const filter = { ...(customer ? { customer } : {}), ...(severity ? { severity: [severity] } : {}) }
  return (
    <BrandContext value={brand}>
      <header className={styles.header}>
        <Link to="/" className={styles.brand}>
          <img src={logoOf(brand)} alt="" height={24} />
          <span>{plain(productOf(brand), 60)}</span>
        </Link>
      </header>
      <main className={styles.main} id="main">
        <Page title={t('provider.title')}>
          <p className="dim">{t('provider.text')}</p>
          <Tabs value={tab} mb={16} onChange={next => change({ tab: tabs.find(one => one === next) ?? 'findings' })}>
            <Tabs.List>
              {tabs
                .filter(name => name !== 'usage' || me?.provider)
                .map(name => (
                  <Tabs.Tab key={name} value={name}>
                    {t(`provider.tab-${name}`)}
                  </Tabs.Tab>
                ))}
            </Tabs.List>
          </Tabs>
          {tab !== 'usage' && <Filters {...{ customer, severity, change }} />}
          {tab === 'findings' && <FindingsQueue filter={filter} />}
          {tab === 'incidents' && <IncidentsQueue filter={filter} />}
          {tab === 'usage' && <Usage />}
        </Page>
      </main>
    </BrandContext>
  )
}

type FilterProps = {
  readonly customer: string | undefined
  readonly severity: ProviderSearch['severity']
  readonly change: (part: Partial<ProviderSearch>) => void
}

function Filters({ customer, severity, change }: FilterProps) {
  const { t } = useTranslation()
  const customers = useQuery(customersQuery).data ?? []
  return (
    <div className={styles.filters}>
      <Select
        label={t('provider.customer')}
        placeholder={t('provider.all')}
        clearable
        searchable
        data={customers.map(({ id, name }) => ({ value: id, label: plain(name, 60) }))}
        value={customer ?? null}
        onChange={next => change({ customer: next ?? '' })}
      />
      <Select
        label={t('provider.severity')}
        placeholder={t('provider.all')}
        clearable
        data={severities.map(value => ({ value, label: t(`severity.${value}`) }))}
        value={severity ?? null}
        onChange={next => change({ severity: severities.find(one => one === next) as 'high' })}
      />
    </div>
  )
}
