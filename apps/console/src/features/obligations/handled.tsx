// When the incident was handled: from there further reports count. What was learned is written in its room.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Where } from './data.ts'
import { MomentSaid } from './moment-said.tsx'
import styles from './obligations.module.css'

export function Handled({ where }: { readonly where: Where }) {
  const { t } = useTranslation()
  return (
    <div className={styles.stack}>
      <Link to="/$tenant/$site/incidents/$incident" params={where} search={{ tab: 'review' }} className="link">
        {t('owed.toReview')}
      </Link>
      <MomentSaid
        where={where}
        label={t('owed.handledAt')}
        button={t('owed.handled')}
        variant="default"
        at={null}
        actOf={said => ({ kind: 'moment-set', anchor: 'handledAt', obligation: null, ...said })}
      />
    </div>
  )
}
