// A tenant's playbook is taken back, with a reason.
import { Button, Group, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { useAct } from '../../shared/use-act.ts'
import { playbooksKey, type Row, withdrawPlaybook } from './data.ts'

type Props = { readonly row: Pick<Row, 'id' | 'cameAlong'> }

export function Withdrawing({ row: { id, cameAlong } }: Props) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  const [isAsked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const act = useAct(() => withdrawPlaybook(tenant, id, reason), {
    renews: [playbooksKey(tenant)],
    onDone: () => {
      setAsked(false)
      notifications.show({ message: t('playbooks.isWithdrawn') })
      if (!cameAlong) void navigate({ to: '/$tenant/$site/playbooks', params: { tenant, site } })
    },
  })
  return (
    <>
      <Button size="xs" variant="subtle" color="red" onClick={() => setAsked(true)}>
        {t('playbooks.withdraw')}
      </Button>
      {isAsked && (
        <Dialog onClose={() => setAsked(false)} title={t('playbooks.withdrawOne', { id })}>
          <p className="dim" style={{ marginTop: 0 }}>
            {t(cameAlong ? 'playbooks.withdrawText' : 'playbooks.withdrawOwn')}
          </p>
          <Textarea
            label={t('incident.reason')}
            value={reason}
            maxLength={2000}
            autosize
            minRows={2}
            onChange={event => setReason(event.currentTarget.value)}
          />
          <Group mt="md" justify="flex-end">
            <Button variant="default" onClick={() => setAsked(false)}>
              {t('incident.cancel')}
            </Button>
            <Button disabled={reason.trim() === ''} loading={act.isPending} onClick={() => act.mutate()}>
              {t('playbooks.withdraw')}
            </Button>
          </Group>
        </Dialog>
      )}
    </>
  )
}
