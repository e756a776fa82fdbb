import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import { Table } from '../../shared/table.tsx'
import type { Run } from './data.ts'
import { useMoneyWords } from './words.ts'

/** Which process the loss falls on. */
export function Processes({ run }: { readonly run: Run }) {
  const { t } = useTranslation()
  const { money } = useMoneyWords(run.result.currency)
  return (
    <Table
      label={t('money.processes')}
      rows={run.result.processes}
      keyOf={({ process }) => process}
      columns={[
        { name: t('money.process'), cell: ({ process }) => <Name text={process} /> },
        { name: t('money.order-expected'), number: true, cell: ({ expected }) => money(expected) },
        { name: t('money.order-tail'), number: true, cell: ({ tail }) => money(tail) },
      ]}
    />
  )
}
