// A secret that is shown this once.
import { Alert, Code, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyButton } from './copy-button.tsx'

export function SecretShown({ secret, children }: { readonly secret: string; readonly children?: string }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <Alert color="orange" variant="light">
        {t('secret.once')}
      </Alert>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {secret}
      </Code>
      <div>
        <CopyButton text={secret} />
      </div>
      {children && <p className="dim">{children}</p>}
    </Stack>
  )
}
