// What could be done: measures are chosen, and what they would change, save and cost is told.
import { Checkbox } from '@mantine/core'
import type { Measure } from '@nautilus/risk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { runQuery } from './data.ts'
import { Gained } from './gained.tsx'
import styles from './money.module.css'
import type { TabProps } from './tab.ts'
import { useMoneyWords } from './words.ts'

export function Measures({ risk, plan, onPlan }: TabProps) {
  const { t } = useTranslation()
  const query = useQuery(runQuery(useHere(), risk.hash, plan))
  const toggle = (id: string, isOn: boolean) => onPlan(isOn ? [...plan, id] : plan.filter(each => each !== id))
  return (
    <div className={styles.pair}>
      <div className={styles.stack}>
        {plan.length === 0 ? (
          <Panel title={t('money.gain')}>
            <p className="dim">{t('money.choose')}</p>
          </Panel>
        ) : (
          <Loaded query={query}>{run => <Gained risk={risk} run={run} />}</Loaded>
        )}
      </div>
      <Panel title={t('money.measures')}>
        <div className={styles.choices}>
          {risk.measures.map(measure => (
            <Choice key={measure.id} risk={risk} measure={measure} isOn={plan.includes(measure.id)} onChange={toggle} />
          ))}
        </div>
      </Panel>
    </div>
  )
}

type ChoiceProps = Pick<TabProps, 'risk'> & {
  readonly measure: Measure
  readonly isOn: boolean
  readonly onChange: (id: string, isOn: boolean) => void
}

function Choice({ risk, measure, isOn, onChange }: ChoiceProps) {
  const { t } = useTranslation()
  const words = useMoneyWords(risk.currency)
  const cost = risk.inputs.find(({ id }) => id === measure.cost)
  const about = [
    words.source(measure.source),
    ...(cost ? [t('money.costs', { range: words.range(cost.range, cost) })] : []),
  ]
  return (
    <Checkbox
      label={words.measure(measure)}
      description={about.join(' ')}
      checked={isOn}
      onChange={event => onChange(measure.id, event.currentTarget.checked)}
    />
  )
}
