import type { Swing } from '@nautilus/risk'
import { useTranslation } from 'react-i18next'
import type { Risk, Run } from './data.ts'
import styles from './money.module.css'
import { useMoneyWords } from './words.ts'

/** Shown at once. */
const MOST = 10

/** Which numbers are worth knowing better: how far each moves the loss of a mean year. */
export function Tornado({ risk, run }: { readonly risk: Risk; readonly run: Run }) {
  const { t } = useTranslation()
  const swings = run.result.tornado.slice(0, MOST)
  const most = Math.max(...swings.flatMap(({ low, high }) => [low, high]), 1e-9)
  return (
    <>
      <p className="dim" style={{ marginTop: 0 }}>
        {t('money.tornadoText')}
      </p>
      <ul className={styles.bars}>
        {swings.map(swing => (
          <Bar key={swing.input} risk={risk} swing={swing} most={most} middle={run.result.figures.expected} />
        ))}
      </ul>
    </>
  )
}

type BarProps = { readonly risk: Risk; readonly swing: Swing; readonly most: number; readonly middle: number }

function Bar({ risk, swing, most, middle }: BarProps) {
  const words = useMoneyWords(risk.currency)
  const input = risk.inputs.find(({ id }) => id === swing.input)
  const [from, to] = [Math.min(swing.low, swing.high), Math.max(swing.low, swing.high)]
  const share = (value: number) => `${(100 * value) / most}%`
  return (
    <li>
      <div className={styles.barHead}>
        <span>{input ? words.input(input) : swing.input}</span>
        <span>
          {words.money(swing.low)} – {words.money(swing.high)}
        </span>
      </div>
      <div className={styles.bar} aria-hidden="true">
        <i style={{ left: share(from), width: share(to - from) }} />
        <b style={{ left: share(Math.min(middle, most)) }} />
      </div>
    </li>
  )
}
