import { Button, CopyButton as Copy } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from './icons.tsx'

export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  return (
    <Copy value={text} timeout={2500}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          onClick={copy}
          leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
        >
          {copied ? t('copy.done') : t('copy.copy')}
        </Button>
      )}
    </Copy>
  )
}
