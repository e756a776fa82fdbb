// Other systems that are asked regularly: what each gave last, and what went wrong.
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
import { newSource, type Source, type SourceDraft, sourceDraftOf, sourcesQuery } from './source-data.ts'
import { SourceDialog } from './source-dialog.tsx'

export function SourcesTab() {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const query = useQuery(sourcesQuery(tenant))
  const [open, setOpen] = useState<{ readonly draft: SourceDraft; readonly secrets: readonly string[] } | null>(null)
  const kinds = query.data?.kinds ?? []
  return (
    <Panel
      flush
      title={t('sources.title')}
      aside={
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="xs">{t('sources.new')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kinds.map(kind => (
              <Menu.Item key={kind.id} onClick={() => setOpen({ draft: newSource(kind, site), secrets: [] })}>
                {t(`sources.kind-${kind.id}`, { defaultValue: kind.id })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      <LoadedIfThere query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="download" title={t('sources.none')}>
              <p>{t('sources.noneText')}</p>
            </Empty>
          ) : (
            <Sources rows={items} onChange={row => setOpen({ draft: sourceDraftOf(row), secrets: row.secrets })} />
          )
        }
      </LoadedIfThere>
      {open && <SourceDialog {...open} kinds={kinds} onClose={() => setOpen(null)} />}
    </Panel>
  )
}

function stateOf({ enabled, last_at, last_error }: Source): 'off' | 'new' | 'failed' | 'ok' {
  if (!enabled) return 'off'
  if (last_at === null) return 'new'
  return last_error === null ? 'ok' : 'failed'
}
const colours = { off: 'gray', new: 'gray', failed: 'red', ok: 'gray' } as const

/** Numbers of what came, in words. */
function Result({ row: { last_result } }: { readonly row: Source }) {
  const { t } = useTranslation()
  const known = ['records', 'rows', 'matched', 'changes', 'files', 'taken', 'cancelled'] as const
  const told = known.flatMap(name => {
    const value = (last_result as Record<string, unknown> | null)?.[name]
    return typeof value === 'number' ? [`${t(`sources.result-${name}`)}: ${value}`] : []
  })
  const { faults } = (last_result ?? {}) as { faults?: unknown }
  const wrong = Array.isArray(faults) ? faults.map(String) : []
  return (
    <>
      <Name text={told.join(', ')} fallback="–" />
      {wrong.length > 0 && (
        <div className="dim" lang="en">
          <Name text={wrong.slice(0, 3).join('; ')} />
          {wrong.length > 3 && ` (+${wrong.length - 3})`}
        </div>
      )}
    </>
  )
}

function Sources({ rows, onChange }: { readonly rows: readonly Source[]; readonly onChange: (row: Source) => void }) {
  const { t } = useTranslation()
  return (
    <Table
      label={t('sources.title')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('destinations.name'), cell: ({ name }) => <Name text={name} /> },
        { name: t('destinations.kind'), cell: ({ kind }) => t(`sources.kind-${kind}`, { defaultValue: kind }) },
        { name: t('sources.site'), cell: ({ site }) => <Name text={site ?? t('sources.all')} /> },
        {
          name: t('destinations.state'),
          cell: row => (
            <Badge variant="light" tt="none" miw="max-content" color={colours[stateOf(row)]}>
              {t(`sources.state-${stateOf(row)}`)}
            </Badge>
          ),
        },
        {
          name: t('sources.last'),
          cell: ({ last_ok_at }) => (last_ok_at === null ? '–' : <Moment at={microsOf(last_ok_at)} />),
        },
        { name: t('sources.result'), cell: row => <Result row={row} /> },
        {
          name: t('destinations.trouble'),
          cell: ({ last_error }) => (
            <span lang="en">
              <Name text={last_error} fallback="–" />
            </span>
          ),
        },
        { name: '', number: true, cell: row => <Acts row={row} onChange={() => onChange(row)} /> },
      ]}
    />
  )
}

function Acts({ row, onChange }: { readonly row: Source; readonly onChange: () => void }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const path = { tenant, source: row.id }
  const renews = [sourcesQuery(tenant).queryKey]
  const fetch = useAct(() => call('POST /api/tenants/{tenant}/sources/{source}/fetch', { path }), { renews })
  const remove = useAct(() => call('DELETE /api/tenants/{tenant}/sources/{source}', { path }), { renews })
  const [isSure, setSure] = useState(false)
  return (
    <Menu position="bottom-end" withinPortal onClose={() => setSure(false)} closeOnItemClick={false}>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          loading={fetch.isPending}
          aria-label={t('destinations.actsOf', { name: row.name })}
        >
          {t('destinations.acts')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item closeMenuOnClick onClick={() => fetch.mutate()}>
          {t('sources.fetch')}
        </Menu.Item>
        <Menu.Item closeMenuOnClick onClick={onChange}>
          {t('destinations.change')}
        </Menu.Item>
        <Menu.Item style={{ color: 'var(--severity-high)' }} onClick={() => (isSure ? remove.mutate() : setSure(true))}>
          {t(isSure ? 'sources.removeSure' : 'destinations.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
