import type { Change } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import styles from './finding-page.module.css'

export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTranslation()
  return (
    <div className={styles.tableFrame}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('finding.object')}</th>
            <th>{t('finding.before')}</th>
            <th>{t('finding.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ object, before, after }) => (
            <tr key={object}>
              <td>
                <Name text={object} mono />
              </td>
              <td>
                <Name text={before} mono fallback={t('finding.notSeen')} />
              </td>
              <td>
                <Name text={after} mono fallback={t('finding.notSeen')} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
