// The map: from the site over its zones to a device, a link, and the operations on it.
import { ActionIcon, Pill, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { allAssetsQuery } from '../../shared/all-assets.ts'
import { factQuery } from '../../shared/facts.ts'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { useKeys } from '../../shared/keys.ts'
import { Page } from '../../shared/page.tsx'
import { Empty, Failed, Rows } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import type { Controls } from './canvas.tsx'
import { linksQuery } from './data.ts'
import { Legend } from './legend.tsx'
import styles from './map.module.css'
import { sideOf } from './side.tsx'
import { type Change, Toolbar, useChange } from './toolbar.tsx'
import { useDrawn } from './use-drawn.ts'

const MapCanvas = lazy(() => import('./canvas.tsx').then(({ MapCanvas }) => ({ default: MapCanvas })))
const route = getRouteApi('/$tenant/$site/map')
const ESCAPE = 'Escape'
const CLOSER = 1.3

export function MapPage() {
  const { t } = useTranslation()
  const here = useHere()
  const search = route.useSearch()
  const change = useChange(search)
  const assets = useQuery(allAssetsQuery(here))
  const links = useQuery(linksQuery(here))
  const failed = assets.error ?? links.error
  const isEmpty = assets.data?.length === 0
  return (
    <Page title={t('page.map')} fill aside={<Focus change={change} zone={search.zone} />}>
      <Toolbar search={search} change={change} links={links.data ?? []} devices={assets.data?.length ?? 0} />
      {failed && !(assets.data && links.data) ? (
        <Failed error={failed} retry={() => void Promise.all([assets.refetch(), links.refetch()])} />
      ) : !assets.data || !links.data ? (
        <Rows />
      ) : isEmpty ? (
        <Empty icon="map" title={t('map.empty')}>
          <p>{t('map.emptyText')}</p>
        </Empty>
      ) : (
        <Stage change={change} />
      )}
    </Page>
  )
}

function Stage({ change }: { readonly change: Change }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const [controls, setControls] = useState<Controls | null>(null)
  const fold = (open: readonly string[]) => change({ open: open.length > 0 ? open : undefined })
  const choose = (at: string | undefined) => change({ at, open: stillOpen(at) })
  const focus = (zone: string | undefined) => change({ zone, view: undefined, at: undefined })
  const { scene, shown, newSince, here } = useDrawn(search, { choose, focus, fold })
  /** A zone that is chosen opens; the one that an address opened stays open. */
  function stillOpen(at: string | undefined): readonly string[] | undefined {
    const more = [...(at !== undefined && scene.closed.has(at) ? [at] : []), ...(here === null ? [] : [here])]
    return scene.closed.size === 0 || more.length === 0 ? search.open : [...new Set([...(search.open ?? []), ...more])]
  }
  const side = sideOf(search.at, shown)
  const isOpen = side !== null
  const clear = () => choose(undefined)
  const zoom = (factor: number) => () => controls?.zoom(factor)
  const fit = () => controls?.fit()
  useKeys({ [ESCAPE]: clear, '+': zoom(CLOSER), '-': zoom(1 / CLOSER), '0': fit })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the panel takes room from the picture
  useEffect(() => {
    window.dispatchEvent(new Event('resize'))
  }, [isOpen])
  return (
    <div className={styles.frame} data-open={isOpen}>
      <div className={styles.stage}>
        <Suspense fallback={<Skeleton height="100%" radius={0} />}>
          <MapCanvas
            scene={scene}
            at={search.at}
            onChoose={choose}
            onReady={setControls}
            label={t('map.picture', { devices: shown.assets.size, lines: shown.lines.length })}
            fitKey={`${search.view ?? 'devices'} ${search.zone ?? ''} ${scene.width} ${scene.height}`}
          />
        </Suspense>
        <Legend view={search.view ?? 'devices'} hasNew={newSince !== null} />
        {controls && <Buttons controls={controls} />}
      </div>
      {side && (
        <aside className={styles.side} aria-label={t('map.chosen')}>
          {side}
        </aside>
      )}
    </div>
  )
}

function Buttons({ controls }: { readonly controls: Controls }) {
  const { t } = useTranslation()
  return (
    <div className={styles.controls}>
      <ActionIcon variant="default" aria-label={t('map.zoomOut')} onClick={() => controls.zoom(1 / CLOSER)}>
        <Icon name="minus" size={14} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={t('map.zoomIn')} onClick={() => controls.zoom(CLOSER)}>
        <Icon name="plus" size={14} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={t('map.fit')} onClick={controls.fit}>
        <Icon name="fit" size={14} />
      </ActionIcon>
    </div>
  )
}

function Focus({ zone, change }: { readonly zone: string | undefined; readonly change: Change }) {
  const { t } = useTranslation()
  const { data: zones } = useQuery(factQuery(useHere(), 'zones'))
  if (zone === undefined) return null
  return (
    <Pill
      withRemoveButton
      removeButtonProps={{ 'aria-label': t('map.allZones'), tabIndex: 0, 'aria-hidden': false }}
      onRemove={() => change({ zone: undefined })}
    >
      {t('map.onlyZoneOf', { zone: plain(zones?.find(({ id }) => id === zone)?.name ?? zone) })}
    </Pill>
  )
}
