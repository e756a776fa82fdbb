// Other systems that are told what happens here, and how each of them does.
import { Badge, Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Destination, type Draft, destinationsQuery, draftOf, type Kind, newDraft } from './destination-data.ts'
import { DestinationDialog } from './destination-dialog.tsx'
import { LettersDialog } from './destination-letters.tsx'
import { ReplayDialog } from './destination-replay.tsx'

type Open =
  | { readonly what: 'form'; readonly draft: Draft; readonly secrets: readonly string[] }
  | { readonly what: 'letters' | 'replay'; readonly row: Destination }

export function DestinationsTab() {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const query = useQuery(destinationsQuery(tenant))
  const [open, setOpen] = useState<Open | null>(null)
  const kinds = query.data?.kinds ?? []
  const close = () => setOpen(null)
  return (
    <Panel
      flush
      title={t('destinations.title')}
      aside={<NewMenu kinds={kinds} onNew={draft => setOpen({ what: 'form', draft, secrets: [] })} />}
    >
      <LoadedIfThere query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="hunt" title={t('destinations.none')}>
              <p>{t('destinations.noneText')}</p>
            </Empty>
          ) : (
            <Destinations rows={items} kinds={kinds} onOpen={setOpen} />
          )
        }
      </LoadedIfThere>
      {open?.what === 'form' && (
        <DestinationDialog draft={open.draft} secrets={open.secrets} kinds={kinds} onClose={close} />
      )}
      {open?.what === 'letters' && <LettersDialog row={open.row} onClose={close} />}
      {open?.what === 'replay' && <ReplayDialog row={open.row} kinds={kinds} onClose={close} />}
    </Panel>
  )
}

function NewMenu({ kinds, onNew }: { readonly kinds: readonly Kind[]; readonly onNew: (draft: Draft) => void }) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs">{t('destinations.new')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(kind => (
          <Menu.Item key={kind.id} onClick={() => onNew(newDraft(kind))}>
            {t(`destinations.kind-${kind.id}`, { defaultValue: kind.id })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const colours: Readonly<Record<string, string>> = {
  ok: 'teal',
  waiting: 'yellow',
  broken: 'red',
  fault: 'red',
  off: 'gray',
}

/** Off, as the queue is, or nothing to say of it yet. */
function stateOf({ enabled, state, last_sent_at, waiting }: Destination) {
  if (!enabled) return 'off'
  return state === 'ok' && last_sent_at === null && waiting === 0 ? 'new' : state
}

function State({ row }: { readonly row: Destination }) {
  const { t } = useTranslation()
  const state = stateOf(row)
  return (
    <Badge variant="light" color={colours[state] ?? 'gray'} tt="none" miw="max-content">
      {row.replaying ? t('destinations.replaying') : t(`destinations.state-${state}`)}
    </Badge>
  )
}

/** What waits, since when, and what was lost. */
function Waiting({ row }: { readonly row: Destination }) {
  const { t } = useTranslation()
  const { waiting, oldest, dropped } = row
  return (
    <>
      {waiting > 0 ? waiting : '–'}
      {oldest !== null && (
        <>
          {' · '}
          <Moment at={oldest} />
        </>
      )}
      {dropped > 0 && <Name text={t('destinations.dropped', { count: dropped })} />}
    </>
  )
}

type ListProps = {
  readonly rows: readonly Destination[]
  readonly kinds: readonly Kind[]
  readonly onOpen: (open: Open) => void
}

function Destinations({ rows, onOpen }: ListProps) {
  const { t } = useTranslation()
  return (
    <Table
      label={t('destinations.title')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('destinations.name'), cell: ({ name }) => <Name text={name} /> },
        { name: t('destinations.kind'), cell: ({ kind }) => t(`destinations.kind-${kind}`, { defaultValue: kind }) },
        { name: t('destinations.state'), cell: row => <State row={row} /> },
        { name: t('destinations.waiting'), cell: row => <Waiting row={row} /> },
        {
          name: t('destinations.last'),
          cell: ({ last_sent_at }) => (last_sent_at === null ? '–' : <Moment at={microsOf(last_sent_at)} />),
        },
        { name: t('destinations.sent'), number: true, cell: ({ sent }) => sent },
        {
          name: t('destinations.refused'),
          number: true,
          cell: row =>
            row.dead === 0 ? (
              '–'
            ) : (
              <Button size="compact-xs" variant="light" color="red" onClick={() => onOpen({ what: 'letters', row })}>
                {row.dead}
              </Button>
            ),
        },
        {
          name: t('destinations.trouble'),
          // What is over is no trouble any more.
          cell: row => <Name text={row.state === 'ok' ? '' : (row.last_error ?? '')} fallback="–" />,
        },
        { name: '', number: true, cell: row => <Acts row={row} onOpen={onOpen} /> },
      ]}
    />
  )
}

function Acts({ row, onOpen }: { readonly row: Destination; readonly onOpen: (open: Open) => void }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const path = { tenant, destination: row.id }
  const renews = [destinationsQuery(tenant).queryKey]
  const word = row.enabled ? 'pause' : 'resume'
  const turn = useAct(() => call(`POST /api/tenants/{tenant}/destinations/{destination}/${word}`, { path }), { renews })
  const remove = useAct(() => call('DELETE /api/tenants/{tenant}/destinations/{destination}', { path }), { renews })
  const [sure, setSure] = useState(false)
  return (
    <Menu position="bottom-end" withinPortal onClose={() => setSure(false)} closeOnItemClick={false}>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle" aria-label={t('destinations.actsOf', { name: row.name })}>
          {t('destinations.acts')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item closeMenuOnClick onClick={() => onOpen({ what: 'form', draft: draftOf(row), secrets: row.secrets })}>
          {t('destinations.change')}
        </Menu.Item>
        <Menu.Item onClick={() => turn.mutate()}>{t(`destinations.${word}`)}</Menu.Item>
        {row.enabled && row.state !== 'ok' && <ResumeNow path={path} renews={renews} />}
        <Menu.Item closeMenuOnClick onClick={() => onOpen({ what: 'replay', row })}>
          {t('destinations.replay')}
        </Menu.Item>
        <Menu.Item closeMenuOnClick onClick={() => onOpen({ what: 'letters', row })}>
          {t('destinations.letters')}
        </Menu.Item>
        <Menu.Item style={{ color: 'var(--severity-high)' }} onClick={() => (sure ? remove.mutate() : setSure(true))}>
          {t(sure ? 'destinations.removeSure' : 'destinations.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Whoever set something right over there does not want to wait. */
function ResumeNow({
  path,
  renews,
}: {
  readonly path: { tenant: string; destination: string }
  readonly renews: readonly (readonly string[])[]
}) {
  const { t } = useTranslation()
  const now = useAct(() => call('POST /api/tenants/{tenant}/destinations/{destination}/resume', { path }), { renews })
  return <Menu.Item onClick={() => now.mutate()}>{t('destinations.tryNow')}</Menu.Item>
}
