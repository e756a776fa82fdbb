// How grave: told by form and word, and by colour as well.
import type { Severity as Grade } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import styles from './severity.module.css'

const BARS: Readonly<Record<Grade, number>> = { recorded: 0, low: 1, medium: 2, high: 3, critical: 4 }

export function SeverityMark({ grade }: { readonly grade: Grade }) {
  return (
    <svg className={styles[grade]} width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      {[0, 1, 2, 3].map(bar => (
        <rect
          key={bar}
          x={0.5 + bar * 3.5}
          y={9 - bar * 2.7}
          width="2.5"
          height={4 + bar * 2.7}
          rx="0.8"
          opacity={bar < BARS[grade] ? 1 : 0.22}
        />
      ))}
    </svg>
  )
}

export function Severity({ grade }: { readonly grade: Grade }) {
  const { t } = useTranslation()
  return (
    <span className={styles.severity}>
      <SeverityMark grade={grade} />
      {t(`severity.${grade}`)}
    </span>
  )
}
