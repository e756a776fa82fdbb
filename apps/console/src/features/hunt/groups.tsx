// The most frequent values of a field; one of them narrows the hunt.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Empty } from '../../shared/states.tsx'
import type { Group } from './data.ts'
import styles from './hunt.module.css'

type Props = { readonly groups: readonly Group[]; readonly field: string; readonly onNarrow: (value: string) => void }

export function Groups({ groups, field, onNarrow }: Props) {
  const { t, i18n } = useTranslation()
  const nameOf = useNames()
  const number = new Intl.NumberFormat(i18n.language)
  if (groups.length === 0) return <Empty icon="hunt" title={t('hunt.none')} />
  return (
    <section className={styles.scroller} aria-label={t('hunt.groups')}>
      <div className={`${styles.group} dim`} style={{ fontWeight: 600 }}>
        <span>{field}</span>
        <span className={styles.number}>{t('hunt.rows')}</span>
        <span className={styles.number}>{t('hunt.operations')}</span>
        <span>{t('hunt.lastTime')}</span>
        <span />
      </div>
      {groups.map(({ value, rows, operations, last }) => (
        <div key={value} className={styles.group}>
          <Name text={nameOf(value)} mono={!value.startsWith('a-')} fallback={t('hunt.nothing')} />
          <span className={styles.number}>{number.format(rows)}</span>
          <span className={styles.number}>{number.format(operations)}</span>
          <Moment at={last} as="short" />
          <Button size="compact-xs" variant="subtle" onClick={() => onNarrow(value)} disabled={value === ''}>
            {t('hunt.narrow')}
          </Button>
        </div>
      ))}
    </section>
  )
}
