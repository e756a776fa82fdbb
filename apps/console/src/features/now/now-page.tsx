import { useTranslation } from 'react-i18next'
import { Page } from '../../shared/page.tsx'
import { Rows } from '../../shared/states.tsx'

export function NowPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('page.now')}>
      <Rows />
    </Page>
  )
}
