import { Alert, Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Door } from '../../shared/door.tsx'
import { resetPassword, SHORTEST_PASSWORD } from './api.ts'

/** A new password, by the link of a letter. */
export function ResetPage({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm({
    initialValues: { newPassword: '' },
    validate: {
      newPassword: value =>
        value.length >= SHORTEST_PASSWORD ? null : t('access.passwordShort', { count: SHORTEST_PASSWORD }),
    },
  })
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ newPassword }: { newPassword: string }) => resetPassword({ token, newPassword }),
    onSuccess: onDone,
    onError: refused => {
      if (refused instanceof ApiError) form.setErrors({ ...refused.fields })
    },
  })
  const isTold = error instanceof ApiError && Object.keys(error.fields).length > 0
  const isOld = error instanceof ApiError && error.status === 400
  return (
    <Door title={t('access.resetTitle')} text={t('access.resetText')}>
      <form onSubmit={form.onSubmit(values => mutate(values))} noValidate>
        {error && !isTold && (
          <Alert color="red" variant="light" role="alert">
            {isOld ? t('access.resetOld') : error.message}
          </Alert>
        )}
        <PasswordInput
          label={t('access.newPassword')}
          description={t('access.passwordText', { count: SHORTEST_PASSWORD })}
          autoComplete="new-password"
          autoFocus
          {...form.getInputProps('newPassword')}
        />
        <Button type="submit" loading={isPending} mt={6}>
          {t('access.setPassword')}
        </Button>
      </form>
    </Door>
  )
}
