// Says why, before findings change their status.
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Status } from '../../shared/wire.ts'
import { needsReason, useWork } from './work.ts'

type Props = {
  readonly ids: readonly string[]
  readonly status: Status
  readonly onClose: () => void
  readonly onDone: () => void
}

export function WorkDialog({ ids, status, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const required = needsReason(status)
  const { mutate, isPending } = useWork(() => {
    onClose()
    onDone()
  })
  const isReady = !required || reason.trim() !== ''
  const submit = () => mutate({ ids, status, ...(reason.trim() ? { reason: reason.trim() } : {}) })
  return (
    <Modal opened onClose={onClose} title={t(`work.to-${status}`, { count: ids.length })} size="md">
      <p className="dim" style={{ marginTop: 0 }}>
        {t(`work.what-${status}`)}
      </p>
      <Textarea
        label={t('work.reason')}
        description={required ? t('work.reasonRequired') : t('work.reasonOptional')}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && isReady) submit()
        }}
        maxLength={2000}
        autosize
        minRows={3}
        data-autofocus
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('work.cancel')}
        </Button>
        <Button onClick={submit} loading={isPending} disabled={!isReady}>
          {t(`work.${status}`)}
        </Button>
      </Group>
    </Modal>
  )
}
