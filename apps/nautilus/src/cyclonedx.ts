// The inventory as a bill of materials: CycloneDX 1.6, JSON. https://cyclonedx.org/docs/1.6/json/
import { createHash } from 'node:crypto'
import type { Asset, Link } from '@nautilus/model'
import type { Report } from './analysis.ts'
import { roleOf } from './text/assets.ts'
import { nameOf } from './text/page.ts'
import { isoOf } from './time.ts'

type Property = { readonly name: string; readonly value: string }

/** The inventory of a report. The same report gives the same text, its serial number included. */
export function* cycloneDx({ assets, links, capture }: Report, version: string): Iterable<string> {
  const components = assets.map(asset => JSON.stringify(componentOf(asset)))
  const dependencies = dependenciesOf(assets, links).map(one => JSON.stringify(one))
  const metadata = {
    // When the network was as told here, not when this was written.
    ...(capture.last === null ? {} : { timestamp: `${isoOf(capture.last).slice(0, 23)}Z` }),
    lifecycles: [{ phase: 'discovery' }],
    tools: { components: [{ type: 'application', name: 'nautilus', version }] },
    properties: capture.files.map(file => ({ name: 'nautilus:capture', value: file })),
  }
  const content = [JSON.stringify(metadata), ...components, ...dependencies]
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
  }
  const rest = { ...head, serialNumber: serialOf(content), version: 1, metadata }
  yield `${JSON.stringify(rest).slice(0, -1)},\n"components": [`
  yield* lines(components)
  yield '],\n"dependencies": ['
  yield* lines(dependencies)
  yield ']}\n'
}

function* lines(rows: readonly string[]): Iterable<string> {
  for (const [at, row] of rows.entries()) yield `${at === 0 ? '\n' : ',\n'}${row}`
  if (rows.length > 0) yield '\n'
}

/** RFC 9562, 5.8: version 8 is for a digest of one's own choice. */
function serialOf(content: readonly string[]): string {
  const digest = createHash('sha256')
  for (const text of content) digest.update(text).update('\n')
  const bytes = digest.digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`
}

function componentOf(asset: Asset) {
  const { id, vendor, firmware, description } = asset
  return {
    type: 'device',
    'bom-ref': id,
    ...(vendor === null ? {} : { manufacturer: { name: vendor }, supplier: { name: vendor } }),
    name: asset.model ?? asset.orderNumber ?? asset.role ?? nameOf(asset),
    ...(firmware === null ? {} : { version: firmware }),
    ...(description === null ? {} : { description }),
    properties: propertiesOf(asset),
  }
}

function propertiesOf(asset: Asset): Property[] {
  const texts: [string, string | readonly string[] | null][] = [
    ['name', asset.name],
    ['ip', asset.ip],
    ['mac', asset.mac],
    ['serial-number', asset.serial],
    ['order-number', asset.orderNumber],
    ['hardware', asset.hardware],
    ['os', asset.os],
    ['domain', asset.domain],
    ['location', asset.location],
    ['role', roleOf(asset)],
    ['level', asset.level === null ? null : String(asset.level)],
    ['zone', asset.zone],
    ['criticality', asset.criticality?.grade ?? null],
    ['mode', asset.mode?.value ?? null],
    ['module', asset.modules],
    ['software', asset.software],
    ['service', asset.services],
    ['protocol', asset.protocols],
    ['certificate', asset.certificates.map(({ subject }) => subject)],
    ['first-seen', isoOf(asset.first)],
    ['last-seen', isoOf(asset.last)],
  ]
  return texts.flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : (value ?? []))
      .filter(text => text !== '')
      .map(text => ({ name: `nautilus:${name}`, value: text })),
  )
}

/** A client depends on what it asks. */
function dependenciesOf(assets: readonly Asset[], links: readonly Link[]) {
  const known = new Set(assets.map(({ id }) => id))
  const asked = Map.groupBy(links, ({ client }) => client)
  return assets.map(({ id }) => {
    const servers = (asked.get(id) ?? []).map(({ server }) => server)
    const others = servers.filter(server => server !== id && known.has(server))
    return { ref: id, dependsOn: [...new Set(others)].sort() }
  })
}
