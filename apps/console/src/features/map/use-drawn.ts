// From what the platform answers and the address asks to what is drawn and shown beside it.

import { useComputedColorScheme } from '@mantine/core'
import type { Severity } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { allAssetsQuery } from '../../shared/all-assets.ts'
import { calledOf } from '../../shared/asset-names.ts'
import { factQuery } from '../../shared/facts.ts'
import { useHere } from '../../shared/here.tsx'
import { useNow } from '../../shared/moment.tsx'
import type { AssetRow } from '../../shared/wire.ts'
import { linksQuery, worstQuery } from './data.ts'
import { deviceScene, type Words, zoneScene } from './elements.ts'
import { EVERY, MOST_ALONE, NO_ZONE } from './groups.ts'
import { around, type Line, linesOf, newSinceOf } from './network.ts'
import type { MapSearch } from './search.ts'
import type { Shown } from './side-parts.tsx'

const INK = { light: '#39434e', dark: '#d5dce3' } as const
const none: readonly never[] = []
/** µs in which what is new, and what is in the time asked for, stays the same. */
const STEP = 300e6

type Acts = Pick<Shown, 'choose' | 'focus'> & {
  /** Says which zones are open. */
  readonly fold: (open: readonly string[]) => void
}

export function useDrawn(search: MapSearch, { choose, focus, fold }: Acts) {
  const data = useMapData(search)
  const { assets, zones, conduits, lines, worst, newSince } = data
  const words = useWords()
  const ink = INK[useComputedColorScheme('light')]
  const { view, zone, at } = search
  const opened = JSON.stringify(search.open ?? none)
  // An address that names a device shows it.
  const here = useMemo(() => zoneShown(assets, at), [assets, at])
  const scene = useMemo(() => {
    if (view === 'zones') return zoneScene({ zones, conduits, newSince, words })
    const drawn = zone === undefined ? assets : near(zone, assets, lines)
    const open = new Set([
      ...(JSON.parse(opened) as string[]),
      ...(zone === undefined ? [] : [zone]),
      ...(here === null ? [] : [here]),
    ])
    return deviceScene({ assets: drawn, zones, lines, open, worst, newSince, ink, words })
  }, [view, zone, opened, here, assets, zones, conduits, lines, worst, newSince, ink, words])
  const shown = useMemo((): Omit<Shown, 'choose' | 'focus' | 'folding'> => {
    const byId = new Map(assets.map(asset => [asset.id, asset]))
    const nameOf = (id: string) => {
      const found = byId.get(id)
      return found ? calledOf(found) : id
    }
    return { assets: byId, zones: new Map(zones.map(one => [one.id, one])), lines, conduits, nameOf }
  }, [assets, zones, lines, conduits])
  return { scene, shown: { ...shown, choose, focus, folding: foldingOf(search, assets.length, fold) }, newSince, here }
}

function foldingOf({ open = [], view }: MapSearch, devices: number, fold: Acts['fold']): Shown['folding'] {
  if (devices <= MOST_ALONE || view === 'zones' || open.includes(EVERY)) return null
  const toggle = (zone: string) => fold(open.includes(zone) ? open.filter(one => one !== zone) : [...open, zone])
  return { isOpen: zone => open.includes(zone), toggle }
}

/** Of the device that is chosen; null where none is. */
function zoneShown(assets: readonly AssetRow[], at: string | undefined): string | null {
  const found = at === undefined ? undefined : assets.find(({ id }) => id === at)
  return found ? (found.zone ?? NO_ZONE) : null
}

function near(zone: string, assets: readonly AssetRow[], lines: readonly Line[]): AssetRow[] {
  const wanted = around(zone, new Map(assets.map(one => [one.id, one.zone])), lines)
  return assets.filter(({ id }) => wanted.has(id))
}

function useMapData({ within, protocol, verb, changes, all }: MapSearch) {
  const here = useHere()
  // Now and then is enough: everything is drawn anew for it.
  const now = Math.floor(useNow() / STEP) * STEP
  const { data: assets = none } = useQuery(allAssetsQuery(here))
  const { data: links = none } = useQuery(linksQuery(here))
  const { data: zones } = useQuery(factQuery(here, 'zones'))
  const { data: conduits } = useQuery(factQuery(here, 'conduits'))
  const { data: worst } = useQuery(worstQuery(here))
  const newSince = useMemo(
    () =>
      newSinceOf(
        assets.map(({ first }) => first),
        now,
      ),
    [assets, now],
  )
  const lines = useMemo(
    () =>
      linesOf(
        links,
        {
          now,
          ...(within === undefined ? {} : { within }),
          ...(protocol ? { protocols: protocol } : {}),
          ...(verb ? { verbs: verb } : {}),
          onlyChanges: changes === 'yes',
          withHousekeeping: all === 'yes',
        },
        newSince,
      ),
    [links, now, within, protocol, verb, changes, all, newSince],
  )
  return { assets, zones: zones ?? none, conduits: conduits ?? none, worst: worst ?? NOBODY, lines, newSince }
}
const NOBODY: ReadonlyMap<string, Severity> = new Map()

function useWords(): Words {
  const { t } = useTranslation()
  return useMemo(
    () => ({
      band: level => (level === null ? t('level.unknown') : t(`level.${String(level) as '1'}`)),
      noZone: t('map.noZone'),
      closedZones: t('map.closedZones'),
      devices: count => t('map.devices', { count }),
    }),
    [t],
  )
}

/** Peers of a device that are drawn. */
const MOST_PEERS = 30

/** These devices and who talks to them. */
export function useNear(ids: ReadonlySet<string>) {
  const { assets, zones, lines, worst, newSince } = useMapData({})
  const words = useWords()
  const ink = INK[useComputedColorScheme('light')]
  return useMemo(() => {
    const peers = lines.flatMap(({ client, server }) => (ids.has(client) ? [server] : ids.has(server) ? [client] : []))
    const wanted = new Set([...ids, ...[...new Set(peers)].slice(0, MOST_PEERS)])
    const drawn = assets.filter(({ id }) => wanted.has(id))
    const told = lines.filter(({ client, server }) => ids.has(client) || ids.has(server))
    const open = new Set(zones.map(({ id }) => id))
    const scene = deviceScene({ assets: drawn, zones, lines: told, worst, newSince, open, ink, words })
    return { scene, devices: drawn.length }
  }, [ids, assets, zones, lines, worst, newSince, ink, words])
}
