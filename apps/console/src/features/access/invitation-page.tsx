import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Door } from '../../shared/door.tsx'
import { meQuery } from '../../shared/queries.ts'
import { Loaded } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import { accept, type Invitation, join, lookAt, SHORTEST_PASSWORD, signIn } from './api.ts'
import { OtherWays } from './other-ways.tsx'

type Props = { readonly token: string; readonly onDone: () => void }

/**
 * Somebody was invited: whoever is signed in accepts, whoever has an account signs in with it, whoever has none makes
 * one, or comes by a provider of sign-in.
 */
export function InvitationPage({ token, onDone }: Props) {
  const { t } = useTranslation()
  const { data: me, refetch } = useQuery({ ...meQuery, retry: false })
  const query = useQuery({ queryKey: ['invitation', token], queryFn: () => lookAt(token), retry: false })
  return (
    <Door title={t('access.invited')} text={t('access.invitedText')} brand={query.data?.branding}>
      <Loaded query={query}>
        {invitation =>
          me?.person.email === invitation.email ? (
            <Joining token={token} onDone={onDone} />
          ) : (
            <>
              <Form invitation={invitation} token={token} onDone={onDone} />
              <OtherWays back={`/invitation?token=${encodeURIComponent(token)}`} onDone={() => void refetch()} />
            </>
          )
        }
      </Loaded>
    </Door>
  )
}

function Joining({ token, onDone }: Props) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useMutation({ mutationFn: () => join(token), onSuccess: onDone })
  return (
    <>
      {error && (
        <Alert color="red" variant="light" role="alert" mt="md">
          {error.message}
        </Alert>
      )}
      <Button mt="lg" loading={isPending} onClick={() => mutate()}>
        {t('access.join')}
      </Button>
    </>
  )
}

function Form({ invitation, token, onDone }: Props & { readonly invitation: Invitation }) {
  const { t } = useTranslation()
  const { email, known, organisation } = invitation
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: value => (known || value.trim() ? null : t('access.nameMissing')),
      password: value =>
        known || value.length >= SHORTEST_PASSWORD ? null : t('access.passwordShort', { count: SHORTEST_PASSWORD }),
    },
  })
  const { mutate, isPending, error } = useMutation({
    mutationFn: async ({ name, password }: { name: string; password: string }) => {
      if (!known) await accept({ token, name: name.trim(), password })
      await signIn({ email, password })
      if (known) await join(token)
    },
    onSuccess: onDone,
    onError: refused => {
      if (refused instanceof ApiError) form.setErrors({ ...refused.fields })
    },
  })
  return (
    <form onSubmit={form.onSubmit(values => mutate(values))} noValidate>
      {error && (
        <Alert color="red" variant="light" role="alert">
          {error.message}
        </Alert>
      )}
      <TextInput label={t('access.organisation')} value={plain(organisation)} readOnly />
      <TextInput label={t('access.email')} value={plain(email)} readOnly autoComplete="username" />
      {!known && <TextInput label={t('access.name')} autoComplete="name" {...form.getInputProps('name')} />}
      <PasswordInput
        label={t('access.password')}
        description={known ? t('access.yourPassword') : t('access.passwordText', { count: SHORTEST_PASSWORD })}
        autoComplete={known ? 'current-password' : 'new-password'}
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={isPending} mt={6}>
        {t('access.begin')}
      </Button>
    </form>
  )
}
