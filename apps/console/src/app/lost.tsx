// Where an address leads nowhere, and where a page fell over.
import { Button } from '@mantine/core'
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty, Failed } from '../shared/states.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Empty icon="info" title={t('lost.title')}>
      <p>{t('lost.text')}</p>
      <Button component={Link} to="/" variant="default" size="xs" mt="sm">
        {t('lost.home')}
      </Button>
    </Empty>
  )
}

export function NoSite() {
  const { t } = useTranslation()
  return (
    <Empty icon="site" title={t('lost.noSite')}>
      <p>{t('lost.noSiteText')}</p>
    </Empty>
  )
}

export function WentWrong({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return <Failed error={error} retry={again} />
}
