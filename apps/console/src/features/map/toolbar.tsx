// What of the map is shown. Everything is in the address.
import { Checkbox, SegmentedControl, Select, Slider, Switch } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { plain } from '../../shared/text.ts'
import type { LinkRow } from '../../shared/wire.ts'
import { colourOf } from './colours.ts'
import { EVERY, MOST_ALONE } from './groups.ts'
import styles from './map.module.css'
import { isHousekeeping, protocolsOf, verbsOf } from './network.ts'
import { type MapSearch, mapSearchOf, views } from './search.ts'

export type Change = (change: Partial<Record<keyof MapSearch, unknown>>) => void

export function useChange(search: MapSearch): Change {
  const navigate = useNavigate()
  return change => void navigate({ to: '.', search: mapSearchOf({ ...search, ...change }), replace: true })
}

type Props = { readonly search: MapSearch; readonly change: Change; readonly links: readonly LinkRow[] }
type BarProps = Props & { readonly devices: number }

export function Toolbar({ search, change, links, devices }: BarProps) {
  const { t } = useTranslation()
  const { view = 'devices', changes, all, open } = search
  return (
    <div className={styles.bar}>
      <SegmentedControl
        size="xs"
        aria-label={t('map.view')}
        data={views.map(value => ({ value, label: t(`map.view-${value}`) }))}
        value={view}
        onChange={next => change({ view: next === 'devices' ? undefined : next, at: undefined, zone: undefined })}
      />
      {view === 'devices' && (
        <>
          <Window search={search} change={change} />
          <VerbSelect search={search} change={change} links={links} />
          <Switch
            size="xs"
            label={t('map.onlyChanges')}
            checked={changes === 'yes'}
            onChange={event => change({ changes: event.currentTarget.checked ? 'yes' : undefined })}
          />
          <Checkbox
            size="xs"
            label={t('map.housekeeping')}
            checked={all === 'yes'}
            onChange={event => change({ all: event.currentTarget.checked ? 'yes' : undefined })}
          />
          {devices > MOST_ALONE && (
            <Switch
              size="xs"
              label={t('map.everyDevice')}
              checked={open?.includes(EVERY) ?? false}
              onChange={event => change({ open: event.currentTarget.checked ? [EVERY] : undefined })}
            />
          )}
          <Protocols search={search} change={change} links={links} />
        </>
      )}
    </div>
  )
}

/** Hours; the last one is all time. */
const WINDOWS = [0.25, 1, 6, 24, 168, 720, null] as const

function Window({ search: { within }, change }: Omit<Props, 'links'>) {
  const { t } = useTranslation()
  const found = WINDOWS.findIndex(hours => hours !== null && within !== undefined && hours >= within)
  const at = found < 0 ? WINDOWS.length - 1 : found
  const words = (index: number) => t(`map.window-${index as 0 | 1 | 2 | 3 | 4 | 5 | 6}`)
  return (
    <div className={styles.slider}>
      <Slider
        w={132}
        size={4}
        min={0}
        max={WINDOWS.length - 1}
        step={1}
        label={null}
        value={at}
        marks={WINDOWS.map((_, value) => ({ value }))}
        thumbLabel={t('map.window')}
        onChange={index => change({ within: WINDOWS[index] ?? undefined })}
      />
      <output>{words(at)}</output>
    </div>
  )
}

function VerbSelect({ search: { verb }, change, links }: Props) {
  const { t } = useTranslation()
  return (
    <Select
      size="xs"
      w={140}
      aria-label={t('map.verb')}
      placeholder={t('map.verb')}
      data={verbsOf(links)}
      value={verb?.[0] ?? null}
      onChange={next => change({ verb: next ?? undefined })}
      clearable
      searchable
    />
  )
}

const MOST_CHIPS = 14

function Protocols({ search: { protocol, all }, change, links }: Props) {
  const { t } = useTranslation()
  const known = protocolsOf(links).filter(({ name }) => all || protocol?.includes(name) || !isHousekeeping(name))
  const toggle = (name: string) => {
    if (!protocol) return change({ protocol: [name] })
    const next = protocol.includes(name) ? protocol.filter(one => one !== name) : [...protocol, name]
    return change({ protocol: next.length > 0 ? next : undefined })
  }
  return (
    <fieldset className={styles.protocols} style={{ border: 0, margin: 0, padding: 0 }} aria-label={t('map.protocols')}>
      {known.slice(0, MOST_CHIPS).map(({ name, links: count }) => (
        <button
          key={name}
          type="button"
          className={styles.protocol}
          aria-pressed={!protocol || protocol.includes(name)}
          onClick={() => toggle(name)}
        >
          <span className={styles.dot} style={{ background: colourOf(name, isHousekeeping(name)) }} />
          {plain(name, 30)}
          <span className="dim">{count}</span>
        </button>
      ))}
    </fieldset>
  )
}
