// What customers used, month by month, for whoever bills it.
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { type Column, Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { type UsageRow, usageQuery } from './data.ts'
import styles from './provider.module.css'

const counts = ['sites', 'sensors', 'assets', 'assets_peak', 'activities', 'findings', 'incidents', 'users'] as const
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/
const monthAt = (ms: number): string => new Date(ms).toISOString().slice(0, 7)
/** ms */
const HALF_YEAR = 180 * 86_400_000

export function Usage() {
  const { t } = useTranslation()
  const [from, setFrom] = useState(() => monthAt(Date.now() - HALF_YEAR))
  const [to, setTo] = useState(() => monthAt(Date.now()))
  const isGood = MONTH.test(from) && MONTH.test(to)
  const query = useQuery({ ...usageQuery(from, to), enabled: isGood })
  return (
    <>
      <div className={styles.filters}>
        <TextInput
          type="month"
          label={t('provider.from')}
          value={from}
          onChange={event => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="month"
          label={t('provider.to')}
          value={to}
          onChange={event => setTo(event.currentTarget.value)}
        />
        <Button component="a" variant="default" download href={`/api/provider/usage.csv?from=${from}&to=${to}`}>
          {t('provider.csv')}
        </Button>
      </div>
      <Panel flush title={t('provider.tab-usage')}>
        <Loaded query={query}>{rows => <Rows rows={rows} />}</Loaded>
      </Panel>
    </>
  )
}

function Rows({ rows }: { readonly rows: readonly UsageRow[] }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const bytes = new Intl.NumberFormat(i18n.language, {
    ...{ notation: 'compact', style: 'unit', unit: 'byte', unitDisplay: 'narrow' },
    maximumFractionDigits: 1,
  })
  if (rows.length === 0) return <Empty icon="info" title={t('provider.noUsage')} />
  const columns: readonly Column<UsageRow>[] = [
    { name: t('provider.month'), cell: ({ month }) => month },
    { name: t('provider.customer'), cell: ({ customer }) => plain(customer, 60) },
    ...counts.map(name => ({
      name: t(`provider.count-${name}`),
      number: true,
      cell: (row: UsageRow) => number.format(row[name]),
    })),
    { name: t('provider.count-storage'), number: true, cell: ({ storage }) => bytes.format(storage) },
  ]
  return (
    <Table
      label={t('provider.tab-usage')}
      rows={rows}
      keyOf={({ tenant, month }) => `${month} ${tenant}`}
      columns={columns}
    />
  )
}
