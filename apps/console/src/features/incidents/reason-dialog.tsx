// Asks for a reason before something is done that stays in the record.
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  readonly title: string
  readonly what?: string
  readonly submit: string
  readonly isBusy: boolean
  readonly onClose: () => void
  readonly onSubmit: (reason: string) => void
  /** Further questions. */
  readonly children?: ReactNode
  /** What they need is there. */
  readonly isReady?: boolean
  /** It stands in the field already, to be changed. */
  readonly suggestion?: string
}

export function ReasonDialog(props: Props) {
  const { title, what, submit, isBusy, onClose, onSubmit, children, isReady = true, suggestion = '' } = props
  const { t } = useTranslation()
  const [reason, setReason] = useState(suggestion)
  const isGood = isReady && reason.trim() !== ''
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      {what && (
        <p className="dim" style={{ marginTop: 0 }}>
          {what}
        </p>
      )}
      {children}
      <Textarea
        label={t('incident.reason')}
        description={t('incident.reasonKept')}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && isGood) onSubmit(reason.trim())
        }}
        maxLength={10_000}
        autosize
        minRows={3}
        data-autofocus
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('incident.cancel')}
        </Button>
        <Button onClick={() => onSubmit(reason.trim())} loading={isBusy} disabled={!isGood}>
          {submit}
        </Button>
      </Group>
    </Modal>
  )
}
