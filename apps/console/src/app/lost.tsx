// Where an address leads nowhere, and where a page fell over.
import { Button } from '@mantine/core'
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../shared/api.ts'
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

export function WentWrong({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  // A tenant or site that is not there, or not for this person: the platform does not tell which.
  return error instanceof ApiError && error.status === 404 ? <NotFound /> : <Failed error={error} retry={again} />
}
