// Another address for one's account: agreed to at the old one, confirmed at the new one.
import { Alert, Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../shared/page.tsx'
import { meQuery } from '../../shared/queries.ts'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import { changeEmail, mailQuery } from './passkey-data.ts'

export function ChangeEmail() {
  const { t } = useTranslation()
  const { data: hasMail } = useQuery(mailQuery)
  const { data: me } = useQuery(meQuery)
  const [email, setEmail] = useState('')
  const { mutate, isPending, isSuccess } = useAct(() => changeEmail(email.trim().toLowerCase()))
  if (!hasMail || !me) return null
  return (
    <Panel title={t('settings.changeEmail')}>
      <p style={{ marginTop: 0 }}>{t('settings.changeEmailText', { email: plain(me.person.email) })}</p>
      {isSuccess ? (
        <Alert color="green" variant="light" role="status">
          {t('settings.changeEmailSent')}
        </Alert>
      ) : (
        <form
          onSubmit={event => {
            event.preventDefault()
            mutate()
          }}
        >
          <TextInput
            type="email"
            label={t('settings.newEmail')}
            maw={360}
            value={email}
            onChange={event => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" mt="sm" loading={isPending} disabled={!/^\S+@\S+$/.test(email.trim())}>
            {t('settings.changeEmail')}
          </Button>
        </form>
      )}
    </Panel>
  )
}
