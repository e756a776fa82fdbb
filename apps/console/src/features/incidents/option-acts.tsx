// Approving, going on without an answer, deciding. Nothing here does anything to the plant: people do, by hand.
import { Button, Group } from '@mantine/core'
import { type Act, mayApprove, type OptionReadiness } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../shared/queries.ts'
import type { Room } from './api.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { usePerson, useSay } from './say.ts'
import { useDo, useMay } from './use-room.ts'

type Props = { readonly room: Room; readonly readiness: OptionReadiness; readonly isBig?: boolean }
type Asked = 'decide' | 'ask' | 'confirm'

export function OptionActs({ room, readiness, isBig = false }: Props) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  const act = useDo(room.incident.id, close)
  const can = useCan(room, readiness)
  if (room.incident.state !== 'awaiting engineering decision') return null
  return (
    <>
      <Group gap={8} mt={10} grow={isBig}>
        <Buttons
          {...{ can, readiness, isBig }}
          isBusy={act.isPending}
          onAct={act.mutate}
          onAsk={setAsked}
          pending={can.pending?.person ?? null}
        />
      </Group>
      {can.waits && <p className="dim">{t('incident.secondPerson')}</p>}
      {asked && (
        <Why
          asked={asked}
          readiness={readiness}
          pending={can.pending}
          isBusy={act.isPending}
          onAct={act.mutate}
          onClose={close}
        />
      )}
    </>
  )
}

/** What is offered. The platform asks again. */
function useCan(room: Room, readiness: OptionReadiness) {
  const may = useMay(room)
  const { data: me } = useQuery(meQuery)
  const { option, open, ready, approvals } = readiness
  const { duties, playbook, ways, incident } = room
  const myself = me?.person.id
  const withdraw = approvals.some(({ person }) => person === myself)
  const pending = incident.run?.overrides.find(each => each.option === option.id && each.confirmed === null) ?? null
  return {
    pending,
    withdraw,
    approve: open && !withdraw && may('option-approved') && mayApprove(option, duties, playbook?.safetyClass === 'S2'),
    decide: ready && ways.some(way => way.to === 'decided' && way.may),
    ask: !open && !pending && may('override-asked'),
    confirm: pending !== null && pending.person !== myself && may('override-confirmed'),
    /** For a second person. */
    waits: pending !== null && pending.person === myself,
  }
}

type ButtonsProps = {
  readonly can: Readonly<Record<'withdraw' | 'approve' | 'decide' | 'ask' | 'confirm', boolean>>
  readonly readiness: OptionReadiness
  readonly isBig: boolean
  readonly isBusy: boolean
  readonly pending: string | null
  readonly onAct: (act: Act) => void
  readonly onAsk: (asked: Asked) => void
}

function Buttons({ can, readiness: { option, ready }, isBig, isBusy, pending, onAct, onAsk }: ButtonsProps) {
  const { t } = useTranslation()
  const { words } = useSay()
  const person = usePerson()
  const size = isBig ? 'lg' : 'sm'
  const title = words(option.title)
  const withdrawal: Act = { kind: 'approval-withdrawn', option: option.id, reason: t('incident.withdrawn') }
  const all = [
    can.approve && {
      text: t('incident.approve'),
      variant: ready ? 'default' : 'filled',
      onClick: () => onAct({ kind: 'option-approved', option: option.id }),
    },
    can.decide && { text: t('incident.decide'), variant: 'filled', onClick: () => onAsk('decide') },
    can.withdraw && { text: t('incident.withdraw'), variant: 'default', onClick: () => onAct(withdrawal) },
    can.confirm && {
      text: t('incident.confirmOverride', { person: person(pending ?? '') }),
      variant: 'light',
      onClick: () => onAsk('confirm'),
    },
    can.ask && { text: t('incident.override'), variant: 'subtle', onClick: () => onAsk('ask') },
  ]
  return all.map(
    each =>
      each && (
        <Button
          key={each.text}
          size={size}
          variant={each.variant}
          loading={isBusy}
          aria-label={`${each.text}: ${title}`}
          onClick={each.onClick}
        >
          {each.text}
        </Button>
      ),
  )
}

type WhyProps = {
  readonly asked: Asked
  readonly readiness: OptionReadiness
  readonly pending: { readonly person: string; readonly reason: string } | null
  readonly isBusy: boolean
  readonly onAct: (act: Act) => void
  readonly onClose: () => void
}

/** What stays in the record says why. */
function Why({ asked, readiness: { option, unanswered }, pending, isBusy, onAct, onClose }: WhyProps) {
  const { t } = useTranslation()
  const { words } = useSay()
  const person = usePerson()
  const frame = { isBusy, onClose }
  if (asked === 'decide')
    return (
      <ReasonDialog
        {...frame}
        title={t('incident.decideTitle')}
        what={words(option.title)}
        submit={t('incident.decide')}
        onSubmit={reason => onAct({ kind: 'state-changed', to: 'decided', option: option.id, reason })}
      />
    )
  if (asked === 'confirm')
    return (
      <ReasonDialog
        {...frame}
        title={t('incident.confirmOverride', { person: person(pending?.person ?? '') })}
        what={pending?.reason ?? ''}
        submit={t('incident.confirm')}
        onSubmit={reason => onAct({ kind: 'override-confirmed', option: option.id, reason })}
      />
    )
  const facts = unanswered.map(({ id }) => id)
  return (
    <ReasonDialog
      {...frame}
      title={t('incident.override')}
      what={t('incident.overrideWhat', { facts: unanswered.map(({ question }) => words(question)).join(' ') })}
      submit={t('incident.override')}
      onSubmit={reason => onAct({ kind: 'override-asked', option: option.id, facts, reason })}
    />
  )
}
