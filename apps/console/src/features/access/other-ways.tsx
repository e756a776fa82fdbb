// A passkey, providers of sign-in, and what to do about a forgotten password.
import { Alert, Anchor, Button, Divider } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import styles from '../../shared/door.module.css'
import { canPasskeys, isLeft } from '../../shared/passkeys.ts'
import { plain } from '../../shared/text.ts'
import { signInWithPasskey, signOnPath, waysQuery } from './api.ts'

export function OtherWays({ back, onDone }: { readonly back: string; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const { data: ways } = useQuery(waysQuery)
  const { mutate, isPending, error } = useMutation({ mutationFn: signInWithPasskey, onSuccess: onDone })
  return (
    <div className={styles.ways}>
      <Divider label={t('access.or')} labelPosition="center" />
      {error && !isLeft(error) && (
        <Alert color="red" variant="light" role="alert">
          {error.message}
        </Alert>
      )}
      {canPasskeys() && (
        <Button variant="default" loading={isPending} onClick={() => mutate()}>
          {t('access.withPasskey')}
        </Button>
      )}
      {ways?.providers.map(({ id, label }) => (
        <Button key={id} variant="default" component="a" href={signOnPath(id, back)}>
          {t('access.with', { name: plain(label) })}
        </Button>
      ))}
      {ways?.mail && (
        <Anchor component={Link} to="/forgot-password" size="sm" ta="center">
          {t('access.forgot')}
        </Anchor>
      )}
    </div>
  )
}
