// Why it is as grave as it is: every term, in the order applied.
import type { Finding } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import { Severity } from '../../shared/severity.tsx'
import { useWords } from '../../shared/words.ts'
import styles from './ladder.module.css'

export function Ladder({ finding: { terms, confidence } }: { readonly finding: Finding }) {
  const { t, i18n } = useTranslation()
  const { term: nameOf } = useWords()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(confidence)
  return (
    <>
      <ol className={styles.ladder}>
        {terms.map(({ term, step, to, why }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a term may come twice, their order never changes
          <li key={index} className={styles.rung}>
            <span className={styles.step} data-way={Math.sign(step)}>
              {index === 0 ? t('finding.starts') : step > 0 ? `+${step}` : step < 0 ? `−${-step}` : '±0'}
            </span>
            <Severity grade={to} />
            <span className={styles.why}>
              <strong>{nameOf(term)}</strong> <Name text={why} />
            </span>
          </li>
        ))}
      </ol>
      <p className="dim">{t('finding.confidence', { percent })}</p>
    </>
  )
}
