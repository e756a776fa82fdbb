import { isAddress, networkOf, type Selector } from '@nautilus/detection'
import type { Node } from 'yaml'
import type { SiteDocument } from './document.ts'
import { likeOf, type Yaml } from './yaml.ts'

/** What people named, for references to it. */
export type Names = {
  /** Declared devices by name, with where they are; null where no site.yaml says which there are. */
  readonly assets: ReadonlyMap<string, Selector> | null
  readonly zones: readonly string[] | null
  readonly lists: readonly string[] | null
}

/** What a site.yaml names. */
export const namesIn = ({ assets, zones, lists }: SiteDocument): Names => ({
  assets: new Map(assets.map(({ name, at }) => [name, at])),
  zones: zones.map(({ name }) => name),
  lists: [...lists.keys()],
})

const mac = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i

/** An address, `10.0.0.0/24`, `zone:NAME`, `list:NAME`, an asset's id or name. A sentence for anything else. */
export function selectorFor(text: string, names: Names): Selector | string {
  const [, kind, value] = /^(zone|list):\s*(.+)$/.exec(text) ?? []
  if (kind !== undefined && value !== undefined) {
    const known = kind === 'zone' ? names.zones : names.lists
    if (known?.includes(value) === false)
      return `There is no ${kind} \`${value}\` in site.yaml; ${likeOf(value, known)}`
    return { by: kind as 'zone' | 'list', value }
  }
  if (isAddress(text) || mac.test(text)) return { by: 'ip', value: text.toLowerCase() }
  if (text.includes('/') && networkOf(text)) return { by: 'network', value: text }
  if (/^a-[0-9a-f]{12}$/.test(text)) return { by: 'id', value: text }
  if (/^[\d.]+(\/\d*)?$/.test(text))
    return `\`${text}\` is neither an address nor a network; write it as 10.0.0.7 or 10.0.0.0/24.`
  if (names.assets === null) return { by: 'name', value: text }
  const asset = names.assets.get(text)
  return asset ?? `There is no asset \`${text}\` in site.yaml; ${likeOf(text, [...names.assets.keys()])}`
}

/** Null, and a fault, where it picks nothing. */
export function selectorOf(yaml: Yaml, node: Node, text: string, names: Names): Selector | null {
  const found = selectorFor(text, names)
  if (typeof found !== 'string') return found
  yaml.fault(node, found)
  return null
}

export const selectorsOf = (yaml: Yaml, node: Node | undefined, what: string, names: Names): Selector[] =>
  yaml.texts(node, what).flatMap(({ text, node }) => selectorOf(yaml, node, text, names) ?? [])
