// GSDML: ISO 15745-1 and the GSDML specification for PROFINET IO, 2.4. What kind of device it is, not how many.
import type { ExpectedType } from '@nautilus/model'
import type { XmlEvent } from './xml.ts'

/** Modules and heads kept of one file. */
const MAX_ITEMS = 10_000
const MAX_TEXTS = 100_000

type Item = { readonly head: boolean; nameId: string; orderNumber: string | null }
type Draft = {
  vendorId: string
  deviceId: string
  vendor: string
  family: string
  readonly items: Item[]
  /** The first text of each id is that of the primary language. */
  readonly texts: Map<string, string>
}

export class Gsdml {
  readonly #draft: Draft = { vendorId: '', deviceId: '', vendor: '', family: '', items: [], texts: new Map() }
  #item: Item | null = null

  learn(event: XmlEvent): void {
    if (event.kind === 'close' && isItem(event.name)) this.#item = null
    if (event.kind === 'open') this.#open(event.name, event.attributes)
  }

  #open(name: string, attributes: ReadonlyMap<string, string>): void {
    const draft = this.#draft
    const value = attributes.get('Value') ?? ''
    if (isItem(name) && draft.items.length < MAX_ITEMS) {
      this.#item = { head: name === 'DeviceAccessPointItem', nameId: '', orderNumber: null }
      draft.items.push(this.#item)
    } else if (name === 'DeviceIdentity') {
      draft.vendorId = attributes.get('VendorID') ?? ''
      draft.deviceId = attributes.get('DeviceID') ?? ''
    } else if (name === 'VendorName') draft.vendor ||= value
    else if (name === 'Family') draft.family ||= attributes.get('ProductFamily') ?? ''
    else if (name === 'Text') this.#text(attributes.get('TextId') ?? '', value)
    else if (this.#item) this.#detail(this.#item, name, attributes)
  }

  #detail(item: Item, name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'Name') item.nameId ||= attributes.get('TextId') ?? ''
    if (name === 'OrderNumber') item.orderNumber ??= attributes.get('Value') ?? null
  }

  #text(id: string, value: string): void {
    const { texts } = this.#draft
    if (id !== '' && !texts.has(id) && texts.size < MAX_TEXTS) texts.set(id, value)
  }

  types(file: string): ExpectedType[] {
    const { vendorId, deviceId, vendor, family, items, texts } = this.#draft
    if (deviceId === '') return []
    const heads = items.filter(({ head }) => head)
    const nameOf = ({ nameId }: Item): string => texts.get(nameId) ?? ''
    const orderNumbers = new Set(heads.flatMap(({ orderNumber }) => orderNumber ?? []))
    return [
      {
        file,
        kind: 'PROFINET device',
        name: family || heads.map(nameOf).find(name => name !== '') || `device ${deviceId}`,
        vendor: vendor || null,
        id: `${vendorId}/${deviceId}`.toLowerCase(),
        orderNumbers: [...orderNumbers],
        modules: items.flatMap(item => (item.head ? [] : [{ name: nameOf(item), orderNumber: item.orderNumber }])),
        variables: 0,
      },
    ]
  }
}

const isItem = (name: string): boolean => name === 'DeviceAccessPointItem' || name === 'ModuleItem'
