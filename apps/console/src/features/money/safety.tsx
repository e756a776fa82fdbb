import { useTranslation } from 'react-i18next'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { oneIn } from './amounts.ts'
import type { Risk, Run } from './data.ts'
import { useMoneyWords } from './words.ts'

/** Danger to people: how often, and never in money. */
export function SafetyPanel({ risk, run }: { readonly risk: Risk; readonly run: Run }) {
  const { t } = useTranslation()
  const words = useMoneyWords(risk.currency)
  const { safety } = run.result
  if (safety.length === 0) return null
  const nameOf = (id: string): string => {
    const plan = risk.plans.find(each => each.id === id)
    return plan ? words.scenario(plan) : id
  }
  return (
    <Panel title={t('money.safety')} flush>
      <p className="dim" style={{ margin: 0, padding: '10px 14px' }}>
        {t('money.safetyText')}
      </p>
      <Table
        label={t('money.safety')}
        rows={safety}
        keyOf={({ scenario }) => scenario}
        columns={[
          { name: t('money.scenario'), cell: ({ scenario }) => nameOf(scenario) },
          { name: t('money.safetyClass'), cell: ({ class: of }) => of ?? t('money.notSaid') },
          {
            name: t('money.often'),
            number: true,
            cell: ({ perYear }) => t('money.oneIn', { years: oneIn(perYear).toLocaleString(words.language) }),
          },
          {
            name: t('money.range'),
            number: true,
            cell: ({ low, high }) =>
              t('money.oneInBetween', {
                from: oneIn(high).toLocaleString(words.language),
                to: oneIn(low).toLocaleString(words.language),
              }),
          },
        ]}
      />
    </Panel>
  )
}
