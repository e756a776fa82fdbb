import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const reasons = ['no-email', 'email-unchecked', 'domain', 'taken', 'elsewhere', 'failed'] as const

/** Why a provider of sign-in did not let somebody in; what is not known is told as a failure. */
export function NotLetIn({ why }: { readonly why: string }) {
  const { t } = useTranslation()
  const known = reasons.find(reason => reason === why) ?? 'failed'
  return (
    <Alert color="red" variant="light" role="alert" mt="md">
      {t(`access.refused-${known}`)}
    </Alert>
  )
}
