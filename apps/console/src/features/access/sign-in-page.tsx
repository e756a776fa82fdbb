import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Door } from '../../shared/door.tsx'
import { signIn, verifyCode } from './api.ts'
import { NotLetIn } from './not-let-in.tsx'
import { OtherWays } from './other-ways.tsx'

type Props = {
  readonly onDone: () => void
  /** Where to go afterwards. */
  readonly back: string
  /** Why a provider of sign-in did not let somebody in. */
  readonly refused: string | undefined
}

export function SignInPage({ onDone, back, refused }: Props) {
  const { t } = useTranslation()
  const [asksCode, setAsksCode] = useState(false)
  return (
    <Door title={t('access.signIn')}>
      {refused !== undefined && <NotLetIn why={refused} />}
      {asksCode ? (
        <CodeForm onDone={onDone} />
      ) : (
        <>
          <PasswordForm onCode={() => setAsksCode(true)} onDone={onDone} />
          <OtherWays back={back} onDone={onDone} />
        </>
      )}
    </Door>
  )
}

function PasswordForm({ onCode, onDone }: { readonly onCode: () => void; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { email: '', password: '' } })
  const { mutate, isPending, error } = useMutation({
    mutationFn: signIn,
    onSuccess: ({ twoFactorRedirect }) => (twoFactorRedirect ? onCode() : onDone()),
    onError: () => form.setFieldValue('password', ''),
  })
  return (
    <form onSubmit={form.onSubmit(values => mutate({ ...values, email: values.email.trim().toLowerCase() }))}>
      <Refused error={error} wrong={t('access.wrong')} />
      <TextInput
        label={t('access.email')}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        data-autofocus
        autoFocus
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label={t('access.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={isPending} mt={6}>
        {t('access.signIn')}
      </Button>
    </form>
  )
}

function CodeForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { code: '' } })
  const { mutate, isPending, error } = useMutation({ mutationFn: verifyCode, onSuccess: onDone })
  return (
    <form onSubmit={form.onSubmit(({ code }) => mutate(code.replaceAll(/\s/g, '')))}>
      <Refused error={error} wrong={t('access.wrongCode')} />
      <TextInput
        label={t('access.code')}
        description={t('access.codeText')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        autoFocus
        {...form.getInputProps('code')}
      />
      <Button type="submit" loading={isPending} mt={6}>
        {t('access.continue')}
      </Button>
    </form>
  )
}

/** Why it was refused. That a session is missing means here that what was typed is wrong. */
function Refused({ error, wrong }: { readonly error: Error | null; readonly wrong: string }) {
  const { t } = useTranslation()
  if (!error) return null
  const status = error instanceof ApiError ? error.status : 0
  const text =
    status === 401 || status === 400
      ? wrong
      : status === 429
        ? t('access.tooOften')
        : status === 0
          ? t('state.offline')
          : error.message
  return (
    <Alert color="red" variant="light" role="alert">
      {text}
    </Alert>
  )
}
