import { useTranslation } from 'react-i18next'
import styles from './shell.module.css'
import type { LiveState } from './use-live.ts'

export function LiveDot({ state }: { readonly state: LiveState }) {
  const { t } = useTranslation()
  return (
    <span className={styles.live} data-state={state} role="status" title={t(`live.${state}Text`)}>
      <span className={styles.dot} />
      <span>{t(`live.${state}`)}</span>
    </span>
  )
}
