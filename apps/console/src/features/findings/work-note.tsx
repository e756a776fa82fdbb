import { useTranslation } from 'react-i18next'
import { Moment } from '../../shared/moment.tsx'
import { Name, Prose } from '../../shared/name.tsx'
import { microsOf } from '../../shared/time.ts'
import type { FindingWork } from '../../shared/wire.ts'
import styles from './finding-page.module.css'

/** What somebody did about it, and why. */
export function WorkNote({ work: { status, reason, changed_by, changed_at } }: { readonly work: FindingWork }) {
  const { t } = useTranslation()
  if (changed_by === null) return null
  return (
    <div className={styles.note}>
      <strong>{t(`status.${status}`)}</strong> <Name text={changed_by} />{' '}
      <span className="dim">
        <Moment at={microsOf(changed_at)} />
      </span>
      {reason && (
        <p>
          <Prose text={reason} />
        </p>
      )}
    </div>
  )
}
