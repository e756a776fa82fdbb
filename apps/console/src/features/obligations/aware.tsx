// Since when the organisation knows of it: said by a person, with a reason. Nothing sets it by itself.
import { useTranslation } from 'react-i18next'
import { exact } from '../../shared/time.ts'
import type { View, Where } from './data.ts'
import { MomentSaid } from './moment-said.tsx'

export function Aware({ where, view }: { readonly where: Where; readonly view: View }) {
  const { t, i18n } = useTranslation()
  return (
    <div>
      <p style={{ marginTop: 0 }}>
        {view.aware === null
          ? t('owed.notAware')
          : t('owed.awareSince', { when: exact(view.aware, i18n.language, view.timeZone) })}
      </p>
      <MomentSaid
        where={where}
        label={t('owed.awareAt')}
        button={t('owed.setAware')}
        at={view.aware}
        actOf={said => ({ kind: 'aware-set', ...said })}
      />
    </div>
  )
}
