// The second factor: a code of an authenticator app.
import { Alert, Button, Code, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { productOf, useBrand } from '../../shared/brand.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { Panel } from '../../shared/page.tsx'
import { useAct } from '../../shared/use-act.ts'
import { beginTwoFactor, confirmTwoFactor, endTwoFactor, twoFactorQuery } from './data.ts'

export function TwoFactor() {
  const { t } = useTranslation()
  const { data: isOn } = useQuery(twoFactorQuery)
  const [isOpen, setOpen] = useState(false)
  return (
    <Panel title={t('settings.twoFactor')}>
      <p style={{ marginTop: 0 }}>{isOn ? t('settings.twoFactorOn') : t('settings.twoFactorOff')}</p>
      <Button size="xs" variant={isOn ? 'default' : 'filled'} onClick={() => setOpen(true)}>
        {t(isOn ? 'settings.turnOff' : 'settings.turnOn')}
      </Button>
      {isOpen && (isOn ? <TurnOff onClose={() => setOpen(false)} /> : <TurnOn onClose={() => setOpen(false)} />)}
    </Panel>
  )
}

type Props = { readonly onClose: () => void }

function PasswordForm({
  onPassword,
  isPending,
}: {
  readonly onPassword: (password: string) => void
  readonly isPending: boolean
}) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        onPassword(password)
      }}
    >
      <PasswordInput
        label={t('settings.password')}
        autoComplete="current-password"
        value={password}
        data-autofocus
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" mt="md" loading={isPending} disabled={password === ''}>
        {t('settings.continue')}
      </Button>
    </form>
  )
}

function TurnOff({ onClose }: Props) {
  const { t } = useTranslation()
  const { mutate, isPending } = useAct(endTwoFactor, { renews: [twoFactorQuery.queryKey], onDone: onClose })
  return (
    <Modal closeButtonProps={{ 'aria-label': t('map.close') }} opened onClose={onClose} title={t('settings.turnOff')}>
      <PasswordForm onPassword={mutate} isPending={isPending} />
    </Modal>
  )
}

function TurnOn({ onClose }: Props) {
  const { t } = useTranslation()
  const { mutate, data, isPending } = useAct(beginTwoFactor)
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('map.close') }}
      opened
      onClose={onClose}
      title={t('settings.turnOn')}
      size="lg"
      closeOnClickOutside={!data}
    >
      {data ? (
        <Confirm uri={data.totpURI} codes={data.backupCodes} onClose={onClose} />
      ) : (
        <PasswordForm onPassword={mutate} isPending={isPending} />
      )}
    </Modal>
  )
}

/** Secret of an `otpauth:` address. */
const secretOf = (uri: string): string => new URLSearchParams(uri.split('?')[1] ?? '').get('secret') ?? ''

/** An authenticator app lists it under the name that the person knows. */
function issuedBy(uri: string, name: string): string {
  const [, account = ''] = decodeURIComponent(uri.slice(0, uri.indexOf('?'))).split(/totp\/[^:]*:/)
  const params = new URLSearchParams(uri.split('?')[1])
  params.set('issuer', name)
  return `otpauth://totp/${encodeURIComponent(name)}:${encodeURIComponent(account)}?${params}`
}

function Confirm({ uri, codes, onClose }: Props & { readonly uri: string; readonly codes: readonly string[] }) {
  const { t } = useTranslation()
  const brand = useBrand()
  const [code, setCode] = useState('')
  const { mutate, isPending } = useAct(() => confirmTwoFactor(code.replaceAll(/\s/g, '')), {
    renews: [twoFactorQuery.queryKey],
    onDone: onClose,
  })
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        mutate()
      }}
    >
      <p style={{ marginTop: 0 }}>{t('settings.secretText')}</p>
      <Code block>{secretOf(uri).replaceAll(/(.{4})(?=.)/g, '$1 ')}</Code>
      <p>
        <a href={issuedBy(uri, productOf(brand))} className="link">
          {t('settings.openApp')}
        </a>
      </p>
      <Alert color="orange" variant="light" mb="sm">
        {t('settings.backup')}
      </Alert>
      <Code block>{codes.join('\n')}</Code>
      <div style={{ margin: '8px 0 16px' }}>
        <CopyButton text={codes.join('\n')} />
      </div>
      <TextInput
        label={t('settings.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={event => setCode(event.currentTarget.value)}
      />
      <Button type="submit" mt="md" loading={isPending} disabled={!/^\s*(\d\s*){6}$/.test(code)}>
        {t('settings.confirm')}
      </Button>
    </form>
  )
}
