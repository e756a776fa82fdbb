import { Kbd } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../shared/icons.tsx'
import { openPalette } from './palette-store.ts'
import styles from './shell.module.css'

export function SearchButton() {
  const { t } = useTranslation()
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)
  return (
    <button type="button" className={styles.search} onClick={openPalette} aria-keyshortcuts="Control+K Meta+K">
      <Icon name="hunt" size={14} />
      <span>{t('palette.open')}</span>
      <Kbd size="xs">{isMac ? '⌘K' : 'Ctrl K'}</Kbd>
    </button>
  )
}
