// What the chosen measures would save and cost, and the trace: which number moved, by what.
import type { Gain, Moved, PlanFigures } from '@nautilus/risk'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { numberText, oneIn } from './amounts.ts'
import { Curve } from './curve.tsx'
import type { Risk, Run } from './data.ts'
import styles from './money.module.css'
import { useMoneyWords } from './words.ts'

export function Gained({ risk, run }: { readonly risk: Risk; readonly run: Run }) {
  const { t } = useTranslation()
  const { plan, currency } = run.result
  if (!plan) return null
  return (
    <>
      <Panel title={t('money.gain')}>
        <Figures plan={plan} currency={currency} />
      </Panel>
      <Panel title={t('money.curve')}>
        <Curve risk={risk} run={run} />
      </Panel>
      <Panel title={t('money.trace')} flush>
        <Trace risk={risk} moved={plan.moved} />
      </Panel>
    </>
  )
}

function Figures({ plan, currency }: { readonly plan: PlanFigures; readonly currency: string }) {
  const { t } = useTranslation()
  const { money, language } = useMoneyWords(currency)
  const gain = ({ least, likely, most }: Gain): [string, string] => [
    money(likely),
    t('money.between', { low: money(Math.min(least, most)), high: money(Math.max(least, most)) }),
  ]
  const years = (value: number | null): string => (value === null ? t('money.neverPays') : numberText(value, language))
  const [best, likely, worst] = plan.payback
  const rows: [string, string, string][] = [
    [t('money.savedExpected'), ...gain(plan.expected)],
    [t('money.savedWorst'), ...gain(plan.var99)],
    [t('money.cost'), money(plan.cost[1]), t('money.between', { low: money(plan.cost[0]), high: money(plan.cost[2]) })],
    [t('money.upkeep'), money(plan.upkeep), ''],
    [t('money.payback'), years(likely), t('money.between', { low: years(best), high: years(worst) })],
  ]
  return (
    <>
      {plan.figures.givenLoss && (
        <p className={styles.headline}>
          {t('money.headlinePlan', { years: oneIn(plan.figures.anyLoss), saved: money(plan.expected.likely) })}
        </p>
      )}
      <dl className={styles.figures}>
        {rows.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {note && <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Trace({ risk, moved }: { readonly risk: Risk; readonly moved: readonly Moved[] }) {
  const { t } = useTranslation()
  const words = useMoneyWords(risk.currency)
  const inputOf = (id: string) => risk.inputs.find(input => input.id === id)!
  const called = (id: string): string => {
    const measure = risk.measures.find(each => each.id === id)
    return measure ? words.measure(measure) : id
  }
  return (
    <Table
      label={t('money.trace')}
      rows={moved.filter(({ input }) => inputOf(input))}
      keyOf={({ input }) => input}
      columns={[
        { name: t('money.number'), cell: ({ input }) => words.input(inputOf(input)) },
        {
          name: t('money.before'),
          number: true,
          cell: ({ input, before }) => words.range(before, inputOf(input)),
        },
        { name: t('money.after'), number: true, cell: ({ input, after }) => words.range(after, inputOf(input)) },
        {
          name: t('money.because-of'),
          cell: ({ by }) =>
            by.map(({ measure, factor }) => `${called(measure)} (× ${numberText(factor, words.language)})`).join('; '),
        },
      ]}
    />
  )
}
