// What the address of the map says: what is shown, and what is chosen.
import { listOf, oneOf, positiveOf, textOf, told } from '../../shared/search.ts'

export const views = ['devices', 'zones'] as const
export type View = (typeof views)[number]

export type MapSearch = {
  /** Without it: devices. */
  readonly view?: View
  /** Hours within which a link was last used. */
  readonly within?: number
  readonly protocol?: readonly string[]
  readonly verb?: readonly string[]
  /** Only what changes something. */
  readonly changes?: 'yes'
  /** Housekeeping of the network is shown as well. */
  readonly all?: 'yes'
  /** Zone whose devices, and those they talk with, are shown alone. */
  readonly zone?: string
  /** Zones of a large site whose devices are drawn; `*` all of them. */
  readonly open?: readonly string[]
  /** Id of what is chosen: a device, a zone, a link, a conduit. */
  readonly at?: string
}

export const mapSearchOf = (raw: Readonly<Record<string, unknown>>): MapSearch =>
  told({
    view: oneOf(raw.view, views),
    within: positiveOf(raw.within),
    protocol: listOf(raw.protocol),
    verb: listOf(raw.verb),
    changes: oneOf(raw.changes, ['yes']),
    all: oneOf(raw.all, ['yes']),
    zone: textOf(raw.zone),
    open: listOf(raw.open),
    at: textOf(raw.at, 300),
  }) as MapSearch
