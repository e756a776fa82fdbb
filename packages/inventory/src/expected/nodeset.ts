// UANodeSet: OPC 10000-6, Annex F. Which namespaces a server is expected to have, and how many variables are in each.
import type { ExpectedType } from '@nautilus/model'
import type { XmlEvent } from './xml.ts'

const MAX_NAMESPACES = 1000

export class NodeSet {
  readonly #uris: string[] = []
  /** By index of the namespace; 0 is that of the standard. */
  readonly #variables = new Map<number, number>()
  #inUri = false

  learn(event: XmlEvent): void {
    if (event.kind === 'open') this.#open(event.name, event.attributes)
    else if (event.kind === 'close' && event.name === 'Uri') this.#inUri = false
    else if (event.kind === 'text' && this.#inUri && event.text.trim() !== '') {
      if (this.#uris.length < MAX_NAMESPACES) this.#uris.push(event.text.trim())
    }
  }

  #open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'Uri') this.#inUri = true
    if (name !== 'UAVariable') return
    const index = Number(/^ns=(\d{1,5});/.exec(attributes.get('NodeId') ?? '')?.[1] ?? 0)
    this.#variables.set(index, (this.#variables.get(index) ?? 0) + 1)
  }

  types(file: string): ExpectedType[] {
    return this.#uris.map((uri, at) => ({
      file,
      kind: 'OPC UA namespace',
      name: uri,
      vendor: null,
      id: uri,
      orderNumbers: [],
      modules: [],
      variables: this.#variables.get(at + 1) ?? 0,
    }))
  }
}
