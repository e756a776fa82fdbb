// What could not be counted, and whom it waits for.
import { useTranslation } from 'react-i18next'
import { Panel } from '../../shared/page.tsx'
import type { Risk } from './data.ts'
import styles from './money.module.css'
import { useMoneyWords } from './words.ts'

export function MissingPanel({ risk }: { readonly risk: Risk }) {
  const { t } = useTranslation()
  const words = useMoneyWords(risk.currency)
  if (risk.missing.length === 0) return null
  return (
    <Panel title={t('money.missingTitle')}>
      <ul className={styles.missing}>
        {risk.missing.map(missing => (
          <li key={JSON.stringify(missing)}>{words.missing(missing)}</li>
        ))}
      </ul>
    </Panel>
  )
}
