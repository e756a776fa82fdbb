// Expected against heard, both ways.
import type { Asset, Difference, Expectation, ExpectedDevice, ExpectedDocument, ExpectedType } from '@nautilus/model'
import { byText } from '../seen.ts'

export type HeardSources = {
  readonly assets: readonly Asset[]
  /** Asset ids that are on the internet; no document names those. */
  readonly outside: ReadonlySet<string>
  /** PROFINET vendor and device id of an asset. */
  readonly deviceIdOf: (asset: string) => string | null
}

type Heard = Expectation['heard'][number]

/** The surest first: cards and serial numbers stay with a device, addresses and names are given anew. */
const keys = [
  { by: 'mac', of: (d: ExpectedDevice) => d.mac, at: ({ mac }: Asset) => mac },
  { by: 'serial', of: (d: ExpectedDevice) => listOf(d.serial), at: (asset: Asset) => said(asset, 'serial') },
  {
    by: 'instance',
    of: (d: ExpectedDevice) => listOf(d.instance === null ? null : `bacnet device,${d.instance}`),
    at: (asset: Asset) => said(asset, 'session'),
  },
  { by: 'name', of: (d: ExpectedDevice) => listOf(d.name), at: (asset: Asset) => said(asset, 'name') },
  { by: 'ip', of: (d: ExpectedDevice) => d.ip, at: ({ ip }: Asset) => ip },
] as const

const listOf = (text: string | null): string[] => (text === null ? [] : [text])
const said = ({ sources }: Pick<Asset, 'sources'>, attribute: string): string[] =>
  (sources[attribute] ?? []).map(({ value }) => value)

export function differenceOf(documents: readonly ExpectedDocument[], sources: HeardSources): Expectation {
  const devices = documents.flatMap(document => document.devices)
  const matched = match(devices, sources.assets)
  const heard = devices.flatMap((device): Heard[] => {
    const found = matched.get(device)
    return found ? [{ device, asset: found.asset.id, by: found.by, differs: differencesOf(device, found.asset) }] : []
  })
  const named = new Set(heard.map(({ asset }) => asset))
  return {
    documents: documents.map(({ file, format, devices: of, types }) => ({
      file,
      format,
      devices: of.length,
      types: types.length,
    })),
    heard,
    unheard: devices.filter(device => !matched.has(device)),
    // Where no document lists devices, none is missing from it.
    unexpected:
      devices.length === 0
        ? []
        : sources.assets.filter(({ id }) => !named.has(id) && !sources.outside.has(id)).map(({ id }) => id),
    types: documents.flatMap(({ types }) => types.map(type => ({ ...type, assets: ofType(type, sources) }))),
    faults: documents.flatMap(({ faults }) => faults),
  }
}

/** Key by key over all devices, so that a sure match is never taken away by a weak one. An asset is heard once only. */
function match(
  devices: readonly ExpectedDevice[],
  assets: readonly Asset[],
): Map<ExpectedDevice, { asset: Asset; by: string }> {
  const matched = new Map<ExpectedDevice, { asset: Asset; by: string }>()
  const taken = new Set<Asset>()
  for (const { by, of, at } of keys) {
    const known = indexOf(assets, at)
    for (const device of devices) {
      if (matched.has(device)) continue
      const asset = of(device)
        .flatMap(text => known.get(text.toLowerCase()) ?? [])
        .find(found => !taken.has(found))
      if (!asset) continue
      matched.set(device, { asset, by })
      taken.add(asset)
    }
  }
  return matched
}

function indexOf(assets: readonly Asset[], at: (asset: Asset) => readonly string[]): Map<string, Asset[]> {
  const known = new Map<string, Asset[]>()
  for (const asset of assets) {
    for (const text of new Set(at(asset).map(value => value.toLowerCase()))) {
      const list = known.get(text)
      if (list) list.push(asset)
      else known.set(text, [asset])
    }
  }
  return known
}

/** What a replaced or changed device shows first; names of documents and of networks differ everywhere. */
const compared = ['serial', 'firmware', 'orderNumber', 'model', 'vendor', 'name'] as const

type Told = Pick<ExpectedDevice, (typeof compared)[number] | 'ip' | 'mac'>
type Listened = Pick<Asset, (typeof compared)[number] | 'ip' | 'mac' | 'sources'>

/** Only what both sides say. A device may say the same in several ways; one that agrees is enough. */
export function differencesOf(device: Told, asset: Listened): Difference[] {
  const differs: Difference[] = []
  const tell = (attribute: string, expected: string, heard: readonly string[]) => {
    if (heard.length > 0) differs.push({ attribute, expected, heard: [...new Set(heard)].slice(0, 4).join(' or ') })
  }
  const foreign = (expected: readonly string[], heard: readonly string[]) =>
    expected.length > 0 && heard.length > 0 && !expected.some(one => heard.includes(one))
  if (foreign(device.ip, asset.ip)) tell('ip', device.ip.join(' '), asset.ip)
  if (foreign(device.mac, asset.mac)) tell('mac', device.mac.join(' '), asset.mac)
  for (const attribute of compared) {
    const expected = device[attribute]
    // What the inventory shows counts too: it spells makers in one way.
    const heard = [...said(asset, attribute), ...[asset[attribute] ?? []].flat()]
    if (expected !== null && !heard.some(value => agrees(attribute, expected, value))) tell(attribute, expected, heard)
  }
  return differs
}

/** Makers and models are written in many ways: one that holds the other is the same. Numbers and versions must be equal. */
function agrees(attribute: string, expected: string, heard: string): boolean {
  const [one, other] = [bare(attribute, expected), bare(attribute, heard)]
  if (one === '' || other === '' || one === other) return true
  if (attribute === 'firmware') return false
  const loose = attribute === 'vendor' || attribute === 'model'
  return loose && (one.includes(other) || other.includes(one))
}

function bare(attribute: string, text: string): string {
  if (attribute !== 'firmware') return text.toLowerCase().replace(/[^a-z0-9]/g, '')
  // `V04.01.00`, `FW 4.1.0` and `4.1` are the same version.
  const numbers = text.match(/\d+/g)
  if (!numbers) return text.toLowerCase()
  while (numbers.length > 1 && Number(numbers.at(-1)) === 0) numbers.pop()
  return `${numbers.map(Number).join('.')}${/\d([a-z])\s*$/i.exec(text)?.[1]?.toLowerCase() ?? ''}`
}

function ofType({ kind, id, orderNumbers }: ExpectedType, { assets, deviceIdOf }: HeardSources): string[] {
  const numbers = new Set(orderNumbers.map(number => bare('orderNumber', number)))
  const fits = (asset: Asset): boolean => {
    if (kind === 'OPC UA namespace') return said(asset, 'capability').includes(`namespace ${id}`)
    return (
      deviceIdOf(asset.id) === id || said(asset, 'orderNumber').some(number => numbers.has(bare('orderNumber', number)))
    )
  }
  return assets
    .filter(fits)
    .map(asset => asset.id)
    .sort(byText)
}
