// All sites of the organisation.
import { Button, Modal, TextInput } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { overviewQuery, sitesQuery } from '../../shared/queries.ts'
import { Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { useAct } from '../../shared/use-act.ts'
import type { Site, SiteOverview } from '../../shared/wire.ts'
import { makeSite } from './data.ts'

export function Sites() {
  const { t } = useTranslation()
  const { tenant, may } = useHere()
  const query = useQuery(sitesQuery(tenant))
  const [isMaking, setMaking] = useState(false)
  return (
    <Panel
      flush
      title={t('sensors.sites')}
      aside={
        may('tenant.write') && (
          <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>
            {t('sensors.newSite')}
          </Button>
        )
      }
    >
      <Loaded query={query}>{sites => <SiteTable sites={sites} />}</Loaded>
      {isMaking && <NewSite onClose={() => setMaking(false)} />}
    </Panel>
  )
}

function SiteTable({ sites }: { readonly sites: readonly Site[] }) {
  const { t } = useTranslation()
  const stands = useQueries({ queries: sites.map(({ tenant, id }) => overviewQuery({ tenant, site: id })) })
  const rows = sites.map((site, index) => ({ site, stand: stands[index]?.data }))
  return (
    <Table
      label={t('sensors.sites')}
      rows={rows}
      keyOf={({ site }) => site.id}
      columns={[
        {
          name: t('sensors.name'),
          cell: ({ site: { tenant, id, name } }) => (
            <Link to="/$tenant/$site/now" params={{ tenant, site: id }} className="link">
              <Name text={name} />
            </Link>
          ),
        },
        { name: t('sensors.timeZone'), cell: ({ site }) => site.time_zone },
        {
          name: t('sensors.devices'),
          number: true,
          cell: ({ site, stand }) => <Amount of={stand?.assets} to="/$tenant/$site/assets" site={site} />,
        },
        {
          name: t('sensors.sensors'),
          number: true,
          cell: ({ site, stand }) => <Amount of={stand?.sensors.length} to="/$tenant/$site/sensors" site={site} />,
        },
        {
          name: t('sensors.findings'),
          number: true,
          cell: ({ site, stand }) => <Amount of={stand && openOf(stand)} to="/$tenant/$site/findings" site={site} />,
        },
      ]}
    />
  )
}

const openOf = ({ findings }: SiteOverview): number =>
  Object.values(findings).reduce((sum, count) => sum + (count ?? 0), 0)

type AmountProps = {
  readonly of: number | undefined
  readonly to: '/$tenant/$site/assets' | '/$tenant/$site/sensors' | '/$tenant/$site/findings'
  readonly site: Site
}

function Amount({ of, to, site: { tenant, id } }: AmountProps) {
  const { i18n } = useTranslation()
  if (of === undefined) return '–'
  return (
    <Link to={to} params={{ tenant, site: id }} className="link">
      {new Intl.NumberFormat(i18n.language).format(of)}
    </Link>
  )
}

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/

function NewSite({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { tenant, timeZone } = useHere()
  const [site, setSite] = useState({ id: '', name: '', timeZone })
  const { mutate, isPending, error } = useAct(() => makeSite(tenant, site), {
    renews: [['sites', tenant]],
    onDone: onClose,
  })
  const fault = (field: string) => (error instanceof ApiError ? error.fields[field] : undefined)
  return (
    <Modal closeButtonProps={{ 'aria-label': t('map.close') }} opened onClose={onClose} title={t('sensors.newSite')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          mutate()
        }}
      >
        <TextInput
          label={t('sensors.name')}
          value={site.name}
          data-autofocus
          onChange={event => setSite({ ...site, name: event.currentTarget.value })}
        />
        <TextInput
          mt="sm"
          label={t('sensors.siteId')}
          description={t('sensors.siteIdText')}
          value={site.id}
          error={fault('id')}
          onChange={event => setSite({ ...site, id: event.currentTarget.value })}
        />
        <TextInput
          mt="sm"
          label={t('sensors.timeZone')}
          value={site.timeZone}
          error={fault('timeZone')}
          onChange={event => setSite({ ...site, timeZone: event.currentTarget.value })}
        />
        <Button type="submit" mt="lg" loading={isPending} disabled={!ID.test(site.id) || site.name.trim() === ''}>
          {t('sensors.make')}
        </Button>
      </form>
    </Modal>
  )
}
