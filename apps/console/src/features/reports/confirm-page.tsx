import { Alert, Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { Door } from '../../shared/door.tsx'

/** Where the link of a letter leads. Only a button agrees: programs that follow links change nothing. */
export function ConfirmPage({ token }: { readonly token: string }) {
  const { t } = useTranslation()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (wanted: boolean) => call('POST /api/report-recipients/answer', { body: { token, wanted } }),
  })
  return (
    <Door title={t('reports.confirmTitle')} text={t('reports.confirmText')}>
      {error && (
        <Alert color="red" variant="light" role="alert">
          {error.message}
        </Alert>
      )}
      {data ? (
        <Alert color="green" variant="light" role="status">
          {t(data.wanted ? 'reports.agreed' : 'reports.declined', { email: data.email })}
        </Alert>
      ) : (
        <Group mt="md">
          <Button loading={isPending} disabled={token === ''} onClick={() => mutate(true)}>
            {t('reports.agree')}
          </Button>
          <Button variant="default" disabled={token === '' || isPending} onClick={() => mutate(false)}>
            {t('reports.decline')}
          </Button>
        </Group>
      )}
    </Door>
  )
}
