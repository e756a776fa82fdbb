import { SegmentedControl } from '@mantine/core'
import type { Plan, ScenarioFigures } from '@nautilus/risk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Table } from '../../shared/table.tsx'
import { oneIn } from './amounts.ts'
import type { Risk, Run } from './data.ts'
import { useMoneyWords } from './words.ts'

/** Shown at once. */
const MOST = 5
const orders = ['expected', 'tail'] as const

type Row = { readonly figures: ScenarioFigures; readonly plan: Plan }

/** The scenarios that cost most in a mean year, or in the worst ones. */
export function Scenarios({ risk, run }: { readonly risk: Risk; readonly run: Run }) {
  const { t } = useTranslation()
  const words = useMoneyWords(risk.currency)
  const [by, setBy] = useState<(typeof orders)[number]>('expected')
  const rows = run.result.figures.scenarios
    .flatMap((figures): Row[] => {
      const plan = risk.plans.find(({ id }) => id === figures.id)
      return plan ? [{ figures, plan }] : []
    })
    .sort((a, b) => b.figures[by] - a.figures[by])
    .slice(0, MOST)
  return (
    <>
      <div style={{ padding: '10px 14px' }}>
        <SegmentedControl
          size="xs"
          aria-label={t('money.order')}
          value={by}
          onChange={next => setBy(next as typeof by)}
          data={orders.map(value => ({ value, label: t(`money.order-${value}`) }))}
        />
      </div>
      <Table
        label={t('money.scenarios')}
        rows={rows}
        keyOf={({ plan }) => plan.id}
        columns={[
          {
            name: t('money.scenario'),
            cell: ({ plan }) => (
              <>
                {words.scenario(plan)}
                <br />
                <small className="dim">{plan.because.map(words.because).join(' ')}</small>
              </>
            ),
          },
          {
            name: t('money.often'),
            number: true,
            cell: ({ figures }) =>
              figures.anyLoss > 0 ? t('money.oneIn', { years: oneIn(figures.anyLoss) }) : t('money.never'),
          },
          {
            name: t('money.typically'),
            number: true,
            cell: ({ figures: { givenLoss } }) =>
              givenLoss ? `${words.money(givenLoss.p50)} – ${words.money(givenLoss.p90)}` : '–',
          },
          { name: t(`money.order-${by}`), number: true, cell: ({ figures }) => words.money(figures[by]) },
        ]}
      />
    </>
  )
}
