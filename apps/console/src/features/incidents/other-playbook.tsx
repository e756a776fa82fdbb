// Another playbook begins in an incident: one that came along, or one that the organisation wrote.
import { Button, Group, NativeSelect } from '@mantine/core'
import type { Text } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { type Room, startableQuery } from './api.ts'
import { useSay } from './say.ts'
import { useDo, useMay } from './use-room.ts'

/** Whether it may be is asked of the incident itself. */
export function OtherPlaybook({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const may = useMay(room)
  const [isAsked, setAsked] = useState(false)
  if (!may('playbook-started') || room.incident.state === 'closed') return null
  return (
    <>
      <Group mt="xs">
        <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
          {t('incident.changePlaybook')}
        </Button>
      </Group>
      {isAsked && <Choosing room={room} onClose={() => setAsked(false)} />}
    </>
  )
}

function Choosing({ room, onClose }: { readonly room: Room; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { words } = useSay()
  const { tenant } = useHere()
  const { data = [] } = useQuery(startableQuery(tenant))
  const { run, id } = room.incident
  const others = data.filter(row => row.id !== run?.playbook || String(row.version) !== run.version)
  const [asked, setAsked] = useState<string | null>(null)
  const chosen = others.find(row => row.id === asked) ?? others[0]
  const act = useDo(id, onClose)
  return (
    <Dialog onClose={onClose} title={t('incident.changePlaybook')}>
      {run && (
        <p className="dim" style={{ marginTop: 0 }}>
          {t('incident.changePlaybookText')}
        </p>
      )}
      <NativeSelect
        label={t('incident.playbook')}
        value={chosen?.id ?? ''}
        data={others.map(row => ({ value: row.id, label: `${row.id} ${words(row.title as Text)}` }))}
        onChange={event => setAsked(event.currentTarget.value)}
      />
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('incident.cancel')}
        </Button>
        <Button
          disabled={!chosen}
          loading={act.isPending}
          onClick={() =>
            chosen && act.mutate({ kind: 'playbook-started', playbook: chosen.id, version: String(chosen.version) })
          }
        >
          {t('incident.startPlaybook')}
        </Button>
      </Group>
    </Dialog>
  )
}
