// Says why, before findings change their status.
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Status } from '../../shared/wire.ts'
import { type Like, Scope, type Wideness } from './scope.tsx'
import { needsReason, useAccept, useWork } from './work.ts'

type Props = {
  readonly ids: readonly string[]
  readonly status: Status
  /** Of one finding: what others may be like. */
  readonly like: Like | null
  readonly onClose: () => void
  readonly onDone: () => void
}

const MS_OF_DAY = 86_400_000

export function WorkDialog({ ids, status, like, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [wide, setWide] = useState<Wideness>({ scope: 'one', days: null })
  const end = () => {
    onClose()
    onDone()
  }
  const work = useWork(end)
  const accept = useAccept(end)
  const required = needsReason(status)
  const kind = status === 'accepted' ? 'accept' : status === 'suppressed' ? 'suppress' : null
  const isReady = !required || reason.trim() !== ''
  const submit = () => {
    const why = reason.trim()
    if (!kind || !like || wide.scope === 'one') return work.mutate({ ids, status, ...(why ? { reason: why } : {}) })
    const { rule, source, target } = like
    const ends = wide.scope === 'ends' ? { source, target } : { source: null, target: null }
    const expires = wide.days === null ? null : new Date(Date.now() + wide.days * MS_OF_DAY).toISOString()
    return accept.mutate({ kind, rule, ...ends, reason: why, expires })
  }
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('map.close') }}
      opened
      onClose={onClose}
      title={t(`work.to-${status}`, { count: ids.length })}
      size="md"
    >
      <p className="dim" style={{ marginTop: 0 }}>
        {t(`work.what-${status}`)}
      </p>
      {kind && like && <Scope like={like} wide={wide} onWide={setWide} />}
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
        <Button onClick={submit} loading={work.isPending || accept.isPending} disabled={!isReady}>
          {t(`work.${status}`)}
        </Button>
      </Group>
    </Modal>
  )
}
