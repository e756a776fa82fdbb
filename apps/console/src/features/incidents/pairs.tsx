// Two incidents that are one, and one that is two.
import { Checkbox, Menu, Select, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import { incidentsQuery, mergeInto, type Room, splitOff } from './api.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { useMay, useRenewed } from './use-room.ts'

type Props = { readonly room: Room }

export function Pairs({ room }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'merge' | 'split' | null>(null)
  const may = useMay(room)
  const close = () => setOpen(null)
  return (
    <>
      <Menu.Divider />
      <Menu.Item closeMenuOnClick={false} disabled={!may('merged-into')} onClick={() => setOpen('merge')}>
        {t('incident.merge')} …
      </Menu.Item>
      <Menu.Item
        closeMenuOnClick={false}
        disabled={!may('finding-removed') || room.incident.findings.length < 2}
        onClick={() => setOpen('split')}
      >
        {t('incident.split')} …
      </Menu.Item>
      {open === 'merge' && <Merge room={room} onClose={close} />}
      {open === 'split' && <Split room={room} onClose={close} />}
    </>
  )
}

function Merge({ room, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const here = useHere()
  const navigate = useNavigate()
  const [into, setInto] = useState<string | null>(null)
  const { id } = room.incident
  const { data } = useInfiniteQuery(incidentsQuery(here, {}, '', room.incident.exercise))
  const others = (data?.pages ?? []).flatMap(({ items }) => items).filter(row => row.id !== id)
  const act = useAct((reason: string) => mergeInto(here, id, { into: into!, reason }), {
    renews: useRenewed(id),
    onDone: () => {
      const { tenant, site } = here
      void navigate({ to: '/$tenant/$site/incidents/$incident', params: { tenant, site, incident: into! } })
    },
  })
  return (
    <ReasonDialog
      title={t('incident.merge')}
      what={t('incident.mergeWhat')}
      submit={t('incident.merge')}
      isBusy={act.isPending}
      isReady={into !== null}
      onClose={onClose}
      onSubmit={reason => act.mutate(reason)}
    >
      <Select
        label={t('incident.into')}
        data={others.map(row => ({ value: row.id, label: plain(row.title) }))}
        value={into}
        onChange={setInto}
        searchable
        mb="sm"
      />
    </ReasonDialog>
  )
}

function Split({ room, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const here = useHere()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { id, findings } = room.incident
  const act = useAct((reason: string) => splitOff(here, id, { findings: chosen, reason }), {
    renews: useRenewed(id),
    onDone: ({ incident }) => {
      const { tenant, site } = here
      void navigate({ to: '/$tenant/$site/incidents/$incident', params: { tenant, site, incident: incident.id } })
    },
  })
  const toggle = (finding: string) =>
    setChosen(chosen.includes(finding) ? chosen.filter(each => each !== finding) : [...chosen, finding])
  return (
    <ReasonDialog
      title={t('incident.split')}
      what={t('incident.splitWhat')}
      submit={t('incident.split')}
      isBusy={act.isPending}
      isReady={chosen.length > 0 && chosen.length < findings.length}
      onClose={onClose}
      onSubmit={reason => act.mutate(reason)}
    >
      <Stack gap={6} mb="sm">
        {findings.map(({ finding }) => (
          <Checkbox
            key={finding.id}
            label={plain(finding.why)}
            checked={chosen.includes(finding.id)}
            onChange={() => toggle(finding.id)}
          />
        ))}
      </Stack>
    </ReasonDialog>
  )
}
