// Which device of the inventory a row of a list is about, and by which rule; what both say and say differently.
import type { Asset, Difference } from '@nautilus/model'
import { differencesOf } from '../expected/difference.ts'
import type { ListKind } from './fields.ts'
import type { ListRow } from './rows.ts'

/** What of an asset rows are compared with. */
export type Comparable = Pick<
  Asset,
  'id' | 'ip' | 'mac' | 'name' | 'vendor' | 'model' | 'orderNumber' | 'serial' | 'firmware' | 'sources'
> & {
  /** What people call it here: their lists call it so too. */
  readonly label?: string | null
}

/** The surest first. `ip+name`: both are of the same device. `name`, `ip`: of one device alone, and nothing else fits. */
export const matchRules = ['serial', 'mac', 'ip+name', 'name', 'ip'] as const
export type MatchRule = (typeof matchRules)[number]

export type Matched = {
  readonly asset: string
  readonly rule: MatchRule
  readonly conflicts: readonly Difference[]
}

export type RowMatcher = (row: ListRow) => Matched | null

export function rowMatcher(kind: ListKind, assets: readonly Comparable[]): RowMatcher {
  if (kind === 'rules') return () => null
  const byMac = indexOf(assets, ({ mac }) => mac)
  const byIp = indexOf(assets, ({ ip }) => ip)
  if (kind !== 'assets')
    return row => {
      const found = kind === 'macs' || row.mac.length > 0 ? only(row.mac, byMac) : only(row.ip, byIp)
      return found ? { asset: found.id, rule: 'mac', conflicts: kind === 'arp' ? otherAddress(row, found) : [] } : null
    }
  const bySerial = indexOf(assets, asset => said(asset, 'serial'), serialOf)
  const byName = indexOf(assets, asset => said(asset, 'name'), nameOf)
  return row => {
    const { values, ip, mac } = row
    const named = values.name ? (byName.get(nameOf(values.name)) ?? []) : []
    const found = (): [Comparable | null, MatchRule][] => [
      [values.serial ? only([values.serial], bySerial, serialOf) : null, 'serial'],
      [only(mac, byMac), 'mac'],
      [one(named.filter(asset => ip.some(address => asset.ip.includes(address)))), 'ip+name'],
      [one(named), 'name'],
      [only(ip, byIp), 'ip'],
    ]
    const [asset, rule] = found().find(([asset]) => asset !== null) ?? [null, 'ip' as const]
    return asset ? { asset: asset.id, rule, conflicts: conflictsOf(row, asset) } : null
  }
}

type Index = ReadonlyMap<string, readonly Comparable[]>
const same = (text: string): string => text.toLowerCase()
const serialOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
/** `PLC-01.plant.example` and `plc-01` are one name. */
const nameOf = (text: string): string => text.trim().toLowerCase().replace(/\..*$/, '') || text.trim().toLowerCase()

const said = ({ sources, label, ...asset }: Comparable, attribute: 'serial' | 'name'): string[] => [
  ...(sources[attribute] ?? []).map(({ value }) => value),
  ...[asset[attribute] ?? []].flat(),
  ...(attribute === 'name' && label ? [label] : []),
]

function indexOf(
  assets: readonly Comparable[],
  at: (asset: Comparable) => readonly string[],
  as: (text: string) => string = same,
): Index {
  const index = new Map<string, Comparable[]>()
  for (const asset of assets)
    for (const text of new Set(at(asset).map(as))) {
      const list = index.get(text)
      if (text === '') continue
      if (list) list.push(asset)
      else index.set(text, [asset])
    }
  return index
}

/** The one device that has any of these; null where none has, or several. */
const only = (texts: readonly string[], index: Index, as: (text: string) => string = same): Comparable | null =>
  one([...new Set(texts.flatMap(text => index.get(as(text)) ?? []))])
const one = (found: readonly Comparable[]): Comparable | null => (found.length === 1 ? found[0]! : null)

const otherAddress = ({ ip }: ListRow, asset: Comparable): Difference[] =>
  asset.ip.length === 0 || ip.some(address => asset.ip.includes(address))
    ? []
    : [{ attribute: 'ip', expected: ip.join(' '), heard: asset.ip.slice(0, 4).join(' or ') }]

function conflictsOf({ values, ip, mac }: ListRow, asset: Comparable): Difference[] {
  const { name = null, vendor = null, model = null, orderNumber = null, serial = null, firmware = null } = values
  const told = differencesOf({ name, vendor, model, orderNumber, serial, firmware, ip, mac }, asset)
  // A domain behind the name is no other name.
  return told.filter(
    ({ attribute }) => attribute !== 'name' || !said(asset, 'name').some(heard => nameOf(heard) === nameOf(name ?? '')),
  )
}
