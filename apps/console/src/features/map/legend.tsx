import { useTranslation } from 'react-i18next'
import styles from './map.module.css'
import type { View } from './search.ts'

export function Legend({ view, hasNew }: { readonly view: View; readonly hasNew: boolean }) {
  const { t } = useTranslation()
  const isNew = hasNew ? t('map.legendNew') : t('map.legendAllNew')
  if (view === 'zones')
    return (
      <div className={styles.legend}>
        {(['declared', 'undeclared', 'forbidden', 'unused'] as const).map(mark => (
          <span key={mark} className={styles.key}>
            <span className={styles.mark} data-mark={mark}>
              {t(`map.verdict-${mark}`)}
            </span>
          </span>
        ))}
        <span>{isNew}</span>
      </div>
    )
  return (
    <div className={styles.legend}>
      <span className={styles.key}>
        <span className={styles.swatch} style={{ borderTopWidth: 1 }} />
        {t('map.legendReads')}
      </span>
      <span className={styles.key}>
        <span className={styles.swatch} style={{ borderTopWidth: 4 }} />
        {t('map.legendChanges')}
      </span>
      <span>{isNew}</span>
    </div>
  )
}
