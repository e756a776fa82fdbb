import { Alert, Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Door } from '../../shared/door.tsx'
import { forgetPassword } from './api.ts'

/** Asks for a link to choose a new password. Whether there is an account is not told. */
export function ForgotPage() {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { email: '' } })
  const { mutate, isPending, isSuccess, error } = useMutation({ mutationFn: forgetPassword })
  return (
    <Door title={t('access.forgotTitle')} text={t('access.forgotText')}>
      {isSuccess ? (
        <Alert color="green" variant="light" role="status" mt="md">
          {t('access.forgotSent')}
        </Alert>
      ) : (
        <form onSubmit={form.onSubmit(({ email }) => mutate(email.trim().toLowerCase()))}>
          {error && (
            <Alert color="red" variant="light" role="alert">
              {error.message}
            </Alert>
          )}
          <TextInput
            label={t('access.email')}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            {...form.getInputProps('email')}
          />
          <Button type="submit" loading={isPending} mt={6}>
            {t('access.sendLink')}
          </Button>
        </form>
      )}
    </Door>
  )
}
