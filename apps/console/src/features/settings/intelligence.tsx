// What is known of vulnerabilities: advisories, what is exploited, how likely that is; from where, and how old.
import { Button, FileInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { bringIntelligence, type Intelligence, intelligenceQuery } from './source-data.ts'

export function IntelligencePanel() {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const query = useQuery(intelligenceQuery(tenant))
  const bring = useAct((file: File) => bringIntelligence(tenant, file), {
    renews: [intelligenceQuery(tenant).queryKey],
  })
  return (
    <Panel
      flush
      title={t('intelligence.title')}
      aside={
        <FileInput
          size="xs"
          w={220}
          aria-label={t('intelligence.upload')}
          placeholder={t('intelligence.upload')}
          leftSection={<Icon name="upload" size={14} />}
          value={null}
          disabled={bring.isPending}
          onChange={file => file && bring.mutate(file)}
        />
      }
    >
      <LoadedIfThere query={query}>
        {told =>
          told.items.length === 0 ? (
            <Empty icon="findings" title={t('intelligence.none')}>
              <p>{t('intelligence.noneText')}</p>
            </Empty>
          ) : (
            <Files told={told} />
          )
        }
      </LoadedIfThere>
    </Panel>
  )
}

function Files({ told: { items, kinds } }: { readonly told: Intelligence }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const remove = useAct(
    (intelligence: string) =>
      call('DELETE /api/tenants/{tenant}/intelligence/{intelligence}', { path: { tenant, intelligence } }),
    { renews: [intelligenceQuery(tenant).queryKey] },
  )
  const more = kinds.reduce((sum, { files }) => sum + files, 0) - items.length
  return (
    <>
      <Table
        label={t('intelligence.title')}
        rows={items}
        keyOf={({ id }) => id}
        columns={[
          { name: t('intelligence.kind'), cell: ({ kind }) => t(`intelligence.kind-${kind}`, { defaultValue: kind }) },
          { name: t('intelligence.name'), cell: ({ name }) => <Name text={name.replace(/^advisories\//, '')} mono /> },
          { name: t('intelligence.version'), cell: ({ version }) => <Name text={version} fallback="–" /> },
          {
            name: t('intelligence.released'),
            cell: ({ released }) => <Name text={released.slice(0, 10)} fallback="–" />,
          },
          { name: t('intelligence.entries'), number: true, cell: ({ entries }) => entries },
          { name: t('intelligence.by'), cell: ({ changed_by }) => <Name text={changed_by} /> },
          { name: t('intelligence.checked'), cell: ({ checked_at }) => <Moment at={microsOf(checked_at)} /> },
          {
            name: '',
            number: true,
            cell: ({ id, name }) => (
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                aria-label={t('intelligence.removeOf', { name })}
                onClick={() => remove.mutate(id)}
              >
                {t('feeds.remove')}
              </Button>
            ),
          },
        ]}
      />
      {more > 0 && <p className="dim">{t('intelligence.more', { count: more })}</p>}
    </>
  )
}
