import { CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './findings-page.module.css'
import { WorkButtons } from './work-buttons.tsx'

export function SelectionBar({ ids, onClear }: { readonly ids: readonly string[]; readonly onClear: () => void }) {
  const { t } = useTranslation()
  if (ids.length === 0) return null
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('findings.selected', { count: ids.length })}>
      <strong>{t('findings.selected', { count: ids.length })}</strong>
      <WorkButtons ids={ids} status={null} onDone={onClear} />
      <CloseButton size="sm" onClick={onClear} aria-label={t('findings.clearSelection')} />
    </div>
  )
}
