// What was learned of the site, of its segments and devices.
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { factQuery } from '../../shared/facts.ts'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { type Column, Table } from '../../shared/table.tsx'
import { type Device, type Overview, overviewQuery } from './data.ts'
import { DeviceLearned } from './device-learned.tsx'
import { ReadinessBar } from './readiness.tsx'
import type { BaselineSearch } from './search.ts'

type Props = { readonly search: BaselineSearch; readonly onText: (text: string) => void }

export function LearnedTab({ search: { device, text = '' }, onText }: Props) {
  const query = useQuery(overviewQuery(useHere()))
  return (
    <LoadedIfThere query={query}>
      {overview => {
        const words = text.toLowerCase()
        const shown = overview.devices.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(words))
        return (
          <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
            {device === undefined && <Whole overview={overview} />}
            {device !== undefined && <DeviceLearned device={device} />}
            <Devices rows={shown} chosen={device} text={text} onText={onText} />
          </div>
        )
      }}
    </LoadedIfThere>
  )
}

function Whole({ overview: { taught, site, segments } }: { readonly overview: Overview }) {
  const { t, i18n } = useTranslation()
  const { data: zones } = useQuery(factQuery(useHere(), 'zones'))
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <>
      <Panel title={t('baselines.site')}>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '12px 40px', alignItems: 'center' }}>
          <ReadinessBar {...site} />
          <span className="dim">
            {t('baselines.observations', { count: site.observations, shown: number.format(site.observations) })}
          </span>
          {site.since > 0 && (
            <span className="dim">
              {t('baselines.since')} <Moment at={site.since} as="short" />
            </span>
          )}
          {taught && <span className="dim">{t('baselines.taught')}</span>}
        </div>
      </Panel>
      <Panel flush title={t('baselines.segments')}>
        <Table
          label={t('baselines.segments')}
          rows={segments}
          keyOf={({ segment }) => segment}
          columns={[
            {
              name: t('baselines.segment'),
              cell: ({ segment }) => <Name text={zones?.find(({ id }) => id === segment)?.name ?? segment} />,
            },
            {
              name: t('baselines.state'),
              cell: ({ devices, ready, unseen }) => <ReadinessBar ready={ready === devices} unseen={unseen} />,
            },
            { name: t('baselines.readyDevices'), number: true, cell: ({ devices, ready }) => `${ready} / ${devices}` },
            { name: t('baselines.observed'), number: true, cell: ({ observations }) => number.format(observations) },
          ]}
        />
      </Panel>
    </>
  )
}

type DevicesProps = {
  readonly rows: readonly Device[]
  readonly chosen: string | undefined
  readonly text: string
  readonly onText: (text: string) => void
}

function Devices({ rows, chosen, text, onText }: DevicesProps) {
  const { t } = useTranslation()
  const columns = useColumns(chosen)
  return (
    <Panel
      flush
      title={t('baselines.devices')}
      aside={
        <TextInput
          type="search"
          size="xs"
          w={190}
          aria-label={t('baselines.filter')}
          placeholder={t('baselines.filter')}
          value={text}
          onChange={event => onText(event.currentTarget.value)}
        />
      }
    >
      <Table label={t('baselines.devices')} rows={rows.slice(0, 500)} keyOf={({ id }) => id} columns={columns} />
    </Panel>
  )
}

function useColumns(chosen: string | undefined): readonly Column<Device>[] {
  const { t, i18n } = useTranslation()
  const place = useHere()
  const params = { tenant: place.tenant, site: place.site }
  const number = new Intl.NumberFormat(i18n.language)
  const learned = (id: string, children: ReactNode) => (
    <Link
      to="/$tenant/$site/baselines"
      params={params}
      search={{ device: id }}
      className="link"
      aria-current={id === chosen}
    >
      {children}
    </Link>
  )
  return [
    { name: t('baselines.device'), cell: ({ id, name }) => learned(id, <Name text={name} />) },
    { name: t('baselines.state'), cell: ({ readiness }) => <ReadinessBar {...readiness} /> },
    { name: t('baselines.links'), number: true, cell: ({ id, links }) => learned(id, number.format(links)) },
    { name: t('baselines.objects'), number: true, cell: ({ id, objects }) => learned(id, number.format(objects)) },
    { name: t('baselines.writtenObjects'), number: true, cell: ({ written }) => number.format(written) },
    {
      name: t('baselines.observed'),
      number: true,
      cell: ({ readiness }) => number.format(readiness.observations),
    },
  ]
}
