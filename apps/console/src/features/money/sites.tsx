// The sites of the organisation side by side. Their worst years differ, so nothing is added.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { microsOf } from '../../shared/time.ts'
import { moneyText, oneIn } from './amounts.ts'
import { sitesRiskQuery } from './data.ts'
import { TogetherPart } from './together.tsx'

export function SitesPanel() {
  const { t, i18n } = useTranslation()
  const here = useHere()
  const { data = [] } = useQuery(sitesRiskQuery(here))
  if (data.length < 2) return null
  return (
    <Panel title={t('money.sites')} flush>
      <Table
        label={t('money.sites')}
        rows={[...data].sort((a, b) => b.expected - a.expected)}
        keyOf={({ site }) => site}
        columns={[
          {
            name: t('money.site'),
            cell: ({ site }) => (
              <Link to="/$tenant/$site/risk" params={{ tenant: here.tenant, site }} className="link">
                {plain(site)}
              </Link>
            ),
          },
          {
            name: t('money.often'),
            number: true,
            cell: ({ any_loss }) => (any_loss > 0 ? t('money.oneIn', { years: oneIn(any_loss) }) : t('money.never')),
          },
          {
            name: t('money.order-expected'),
            number: true,
            cell: ({ expected, currency }) => moneyText(expected, currency, i18n.language),
          },
          {
            name: t('money.var', { count: 100 }),
            number: true,
            cell: ({ var99, currency }) => moneyText(var99, currency, i18n.language),
          },
          { name: t('money.date'), cell: ({ made_at }) => <Moment at={microsOf(made_at)} as="short" /> },
        ]}
      />
      <TogetherPart />
    </Panel>
  )
}
