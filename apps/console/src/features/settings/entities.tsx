// Who owes reports for which site.
import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Panel } from '../../shared/page.tsx'
import { sitesQuery } from '../../shared/queries.ts'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Entities, type Entity, entitiesQuery, newEntity, putSite } from './entity-data.ts'
import { EntityDialog } from './entity-dialog.tsx'
import styles from './settings.module.css'

export function EntitiesTab() {
  const { t } = useTranslation()
  const { tenant, timeZone, may } = useHere()
  const query = useQuery(entitiesQuery(tenant))
  const [edited, setEdited] = useState<Entity | null>(null)
  const add = (
    <Button size="xs" onClick={() => setEdited(newEntity(timeZone))} disabled={!may('tenant.write')}>
      {t('entities.new')}
    </Button>
  )
  return (
    <LoadedIfThere query={query}>
      {entities => (
        <div className={styles.stack}>
          <Panel title={t('entities.title')} aside={add}>
            <p className="dim" style={{ marginTop: 0 }}>
              {t('entities.text')}
            </p>
            <List entities={entities} onEdit={setEdited} />
          </Panel>
          {entities.items.length > 0 && <Sites entities={entities} />}
          {edited && <EntityDialog entity={edited} onClose={() => setEdited(null)} />}
        </div>
      )}
    </LoadedIfThere>
  )
}

function List({ entities, onEdit }: { readonly entities: Entities; readonly onEdit: (entity: Entity) => void }) {
  const { t } = useTranslation()
  const { may } = useHere()
  if (entities.items.length === 0) return <Empty title={t('entities.none')} />
  return (
    <Table
      label={t('entities.title')}
      rows={entities.items.map(({ entity }) => entity)}
      keyOf={({ id }) => id}
      columns={[
        { name: t('entities.name'), cell: ({ name }) => plain(name, 80) },
        { name: t('entities.class'), cell: one => t(`entities.class-${one.class}`) },
        { name: t('entities.sector'), cell: ({ sector }) => plain(sector, 60) },
        { name: t('entities.timeZone'), cell: ({ timeZone }) => timeZone },
        {
          name: t('entities.edit'),
          cell: entity => (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${t('entities.edit')}: ${plain(entity.name, 80)}`}
              onClick={() => onEdit(entity)}
              disabled={!may('tenant.write')}
            >
              {t('entities.edit')}
            </Button>
          ),
        },
      ]}
    />
  )
}

function Sites({ entities }: { readonly entities: Entities }) {
  const { t } = useTranslation()
  const { tenant, may } = useHere()
  const sites = useQuery(sitesQuery(tenant))
  const save = useAct(({ site, entity }: { site: string; entity: string | null }) => putSite(tenant, site, entity), {
    renews: [['entities', tenant], ['obligations']],
  })
  return (
    <Panel title={t('entities.sites')}>
      <div className={styles.days}>
        {(sites.data ?? []).map(({ id, name }) => (
          <NativeSelect
            key={id}
            label={t('entities.siteOf', { site: name })}
            value={entities.sites.find(({ site }) => site === id)?.entity ?? ''}
            disabled={!may('tenant.write') || save.isPending}
            onChange={event => save.mutate({ site: id, entity: event.currentTarget.value || null })}
            data={[
              { value: '', label: t('entities.noEntity') },
              ...entities.items.map(({ entity }) => ({ value: entity.id, label: plain(entity.name, 80) })),
            ]}
          />
        ))}
      </div>
    </Panel>
  )
}
