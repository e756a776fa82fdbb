// Where an incident can go from here. To decide needs an option, and is done at the options.
import { Button, Menu, Radio, Stack } from '@mantine/core'
import { type Outcome, states } from '@nautilus/response'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import type { Room, Way } from './api.ts'
import { Pairs } from './pairs.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { lacksReview } from './review-tab.tsx'
import { useSay } from './say.ts'
import { roomSearchOf } from './search.ts'
import { useDo } from './use-room.ts'

export function Ways({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { may } = useHere()
  const { state } = useSay()
  const [way, setWay] = useState<Way | null>(null)
  const navigate = useNavigate()
  const { incident } = room
  if (!may('incident.work') || incident.mergedInto !== null) return null
  const open = room.ways.filter(({ to }) => to !== 'decided')
  const mine = open.filter(each => each.may)
  // The next state on the straight way; what leads back or out stands in the menu.
  const place = states.indexOf(incident.state)
  const [next] = mine
    .filter(({ to }) => to !== 'closed' || incident.state === 'documented')
    .filter(({ to }) => states.indexOf(to) > place)
  const others = open.filter(each => each !== next)
  return (
    <>
      {next?.to === 'closed' && lacksReview(incident) ? (
        <Button onClick={() => void navigate({ to: '.', search: roomSearchOf({ tab: 'review' }) })}>
          {t('incident.lookBack')}
        </Button>
      ) : (
        next && <Button onClick={() => setWay(next)}>{t(`incident.to-${slug(next.to)}`)}</Button>
      )}
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="down" size={12} />}>
            {t('incident.do')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(each => (
            <WayItem key={each.to} way={each} onChoose={() => setWay(each)} />
          ))}
          <Pairs room={room} />
        </Menu.Dropdown>
      </Menu>
      {way && <WayDialog id={incident.id} way={way} title={state(way.to)} onClose={() => setWay(null)} />}
    </>
  )
}

const slug = (state: Way['to']) =>
  (state === 'awaiting engineering decision' ? 'awaiting' : state) as
    | 'confirmed'
    | 'enriched'
    | 'escalated'
    | 'awaiting'
    | 'acting'
    | 'recovered'
    | 'documented'
    | 'closed'

function WayItem({ way, onChoose }: { readonly way: Way; readonly onChoose: () => void }) {
  const { t } = useTranslation()
  const { duties } = useSay()
  return (
    <Menu.Item onClick={onChoose} disabled={!way.may}>
      {t(`incident.to-${slug(way.to)}`)} …
      {!way.may && <div style={{ fontSize: 12 }}>{t('incident.whoMay', { who: duties(way.who) })}</div>}
    </Menu.Item>
  )
}

type Props = { readonly id: string; readonly way: Way; readonly title: string; readonly onClose: () => void }

function WayDialog({ id, way, title, onClose }: Props) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<Outcome | null>(way.outcomes.length === 1 ? way.outcomes[0]! : null)
  const act = useDo(id, onClose)
  const isClosing = way.to === 'closed'
  return (
    <ReasonDialog
      title={title}
      submit={t(`incident.to-${slug(way.to)}`)}
      isBusy={act.isPending}
      isReady={!isClosing || outcome !== null}
      onClose={onClose}
      onSubmit={reason =>
        act.mutate({
          kind: 'state-changed',
          to: way.to,
          reason,
          ...(isClosing && outcome !== null ? { outcome } : {}),
        })
      }
    >
      {isClosing && (
        <Radio.Group
          label={t('incident.outcome')}
          value={outcome ?? ''}
          onChange={value => setOutcome(value as Outcome)}
          mb="sm"
        >
          <Stack gap={6} mt={6}>
            {way.outcomes.map(name => (
              <Radio key={name} value={name} label={t(`incident.outcome-${name as 'resolved'}`)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </ReasonDialog>
  )
}
