import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Door } from '../../shared/door.tsx'
import { type NewPerson, SHORTEST_PASSWORD, setUp, signIn } from './api.ts'

const nobody: NewPerson = { name: '', email: '', password: '' }

/** The first person of a platform. The token is of the link that was printed when it started. */
export function SetupPage({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <Door title={t('access.setup')} text={t('access.setupText')}>
      {token === '' ? (
        <Alert color="red" variant="light" mt="md" role="alert">
          {t('access.noToken')}
        </Alert>
      ) : (
        <PersonForm token={token} onDone={onDone} />
      )}
    </Door>
  )
}

function PersonForm({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm({
    initialValues: nobody,
    validate: {
      name: value => (value.trim() ? null : t('access.nameMissing')),
      email: value => (/^\S+@\S+$/.test(value.trim()) ? null : t('access.emailWrong')),
      password: value =>
        value.length >= SHORTEST_PASSWORD ? null : t('access.passwordShort', { count: SHORTEST_PASSWORD }),
    },
  })
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (person: NewPerson) => {
      const made = { name: person.name.trim(), email: person.email.trim().toLowerCase(), password: person.password }
      await setUp({ ...made, token })
      await signIn(made)
    },
    onSuccess: onDone,
    onError: refused => {
      if (refused instanceof ApiError) form.setErrors({ ...refused.fields })
    },
  })
  const isTold = error instanceof ApiError && Object.keys(error.fields).length > 0
  return (
    <form onSubmit={form.onSubmit(values => mutate(values))} noValidate>
      {error && !isTold && (
        <Alert color="red" variant="light" role="alert">
          {error.message}
        </Alert>
      )}
      <TextInput label={t('access.name')} autoComplete="name" autoFocus {...form.getInputProps('name')} />
      <TextInput label={t('access.email')} type="email" autoComplete="username" {...form.getInputProps('email')} />
      <PasswordInput
        label={t('access.password')}
        description={t('access.passwordText', { count: SHORTEST_PASSWORD })}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={isPending} mt={6}>
        {t('access.begin')}
      </Button>
    </form>
  )
}
