// The process: controllers, their variables, and who reads and writes them.
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { allAssetsQuery } from '../../shared/all-assets.ts'
import { calledOf } from '../../shared/asset-names.ts'
import { useHere } from '../../shared/here.tsx'
import { AssetLink } from '../../shared/links.tsx'
import { Name } from '../../shared/name.tsx'
import { Page } from '../../shared/page.tsx'
import { Empty, Loaded, Rows } from '../../shared/states.tsx'
import type { AssetRow } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import { deviceQuery, holdersQuery } from './data.ts'
import { History, USUAL_HOURS } from './history.tsx'
import { type Held, heldBy, viaOf } from './points.ts'
import { PointsTable } from './points-table.tsx'
import styles from './process.module.css'
import { type ProcessSearch, processSearchOf } from './search.ts'

const route = getRouteApi('/$tenant/$site/process')

export function ProcessPage() {
  const { t } = useTranslation()
  const here = useHere()
  const query = useQuery(holdersQuery(here))
  const { data: assets } = useQuery(allAssetsQuery(here))
  const { device } = route.useSearch()
  return (
    <Page title={t('page.process')} fill>
      <Loaded query={query}>
        {holders => {
          if (holders.length > 0 && !assets) return <Rows />
          const held = heldBy(holders, assets ?? [], calledOf)
          if (held.length === 0)
            return (
              <Empty icon="process" title={t('process.none')}>
                <p>{t('process.noneText')}</p>
              </Empty>
            )
          const chosen = assets?.find(({ id }) => id === device) ?? held[0]!.row
          return (
            <div className={styles.split}>
              <Devices held={held} chosen={chosen.id} />
              <div className={styles.main}>
                <Variables key={chosen.id} device={chosen} />
              </div>
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Devices({ held, chosen }: { readonly held: readonly Held[]; readonly chosen: string }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const words = useWords()
  return (
    <nav className={styles.devices} aria-label={t('process.devices')}>
      {held.map(({ row, points }) => (
        <Link
          key={row.id}
          to="/$tenant/$site/process"
          params={{ tenant, site }}
          search={{ device: row.id }}
          className={styles.device}
          aria-current={row.id === chosen}
        >
          <Name text={calledOf(row)} />
          <small>
            <Name text={[words.role(row.role), t('process.variableCount', { count: points })].join(' · ')} />
          </small>
        </Link>
      ))}
    </nav>
  )
}

function Variables({ device }: { readonly device: AssetRow }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = useNavigate()
  const query = useQuery(deviceQuery(useHere(), device.id))
  const { object, via, hours = USUAL_HOURS, text = '' } = search
  const change = (part: Partial<Record<keyof ProcessSearch, unknown>>) =>
    void navigate({ to: '.', search: processSearchOf({ ...search, device: device.id, ...part }), replace: true })
  return (
    <Loaded query={query}>
      {({ points }) => {
        const chosen = points.find(point => point.object === object && (via === undefined || viaOf(point) === via))
        const shown = points.filter(point => point.object.toLowerCase().includes(text.toLowerCase()))
        return (
          <>
            <div className={styles.tools}>
              <strong>
                <Name text={calledOf(device)} />
              </strong>
              <AssetLink id={device.id}>{t('process.openAsset')}</AssetLink>
              <TextInput
                size="xs"
                type="search"
                ml="auto"
                w={220}
                placeholder={t('process.filter')}
                aria-label={t('process.filter')}
                value={text}
                onChange={event => change({ text: event.currentTarget.value })}
              />
            </div>
            {chosen && (
              <History key={chosen.object} point={chosen} hours={hours} onHours={next => change({ hours: next })} />
            )}
            {shown.length === 0 ? (
              <Empty icon="process" title={points.length === 0 ? t('process.noVariables') : t('process.noneFit')}>
                {points.length === 0 && <p>{t('process.noVariablesText')}</p>}
              </Empty>
            ) : (
              <PointsTable points={shown} onChoose={point => change({ object: point.object, via: viaOf(point) })} />
            )}
          </>
        )
      }}
    </Loaded>
  )
}
