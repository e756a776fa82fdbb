// A window over the page that is there while it is asked for, with a way out that has a name.
import { Modal, type ModalProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export function Dialog(props: Omit<ModalProps, 'opened' | 'closeButtonProps'>) {
  const { t } = useTranslation()
  return <Modal opened closeButtonProps={{ 'aria-label': t('map.close') }} {...props} />
}
