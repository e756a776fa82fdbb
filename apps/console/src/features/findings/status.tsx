// How far people are with a finding.
import { useTranslation } from 'react-i18next'
import type { Status } from '../../shared/wire.ts'
import styles from './status.module.css'

export function StatusBadge({ status }: { readonly status: Status }) {
  const { t } = useTranslation()
  return (
    <span className={styles.badge} data-status={status}>
      {t(`status.${status}`)}
    </span>
  )
}
