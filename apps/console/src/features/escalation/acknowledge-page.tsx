import { Alert, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { Door } from '../../shared/door.tsx'

/** Where the link of a page leads. Only the button acknowledges: programs that follow links change nothing. */
export function AcknowledgePage({ token }: { readonly token: string }) {
  const { t } = useTranslation()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () => call('POST /api/acknowledge', { body: { token } }),
  })
  return (
    <Door title={t('escalation.acknowledge')} text={t('escalation.acknowledgeText')}>
      {error && (
        <Alert color="red" variant="light" role="alert">
          {error.message}
        </Alert>
      )}
      {data ? (
        <Alert color="green" variant="light" role="status">
          {t('escalation.acknowledged', { title: data.title })}
        </Alert>
      ) : (
        <Button size="lg" mt="md" loading={isPending} disabled={token === ''} onClick={() => mutate()}>
          {t('escalation.acknowledge')}
        </Button>
      )}
    </Door>
  )
}
