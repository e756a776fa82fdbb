// A document of what should be there, whatever it is.
import type { ExpectedDocument } from '@nautilus/model'
import { Gsdml } from './gsdml.ts'
import { Faults, readList } from './list.ts'
import { NodeSet } from './nodeset.ts'
import { readXml, type XmlEvent } from './xml.ts'

/** Characters of one document. */
export const MAX_DOCUMENT = 64 * 1024 * 1024

/** Never throws: what cannot be used is told by line. */
export function readExpected(file: string, text: string): ExpectedDocument {
  if (text.length > MAX_DOCUMENT) {
    const message = `the file has more than ${MAX_DOCUMENT / 1024 / 1024} million characters; split it`
    return { file, format: null, devices: [], types: [], faults: [{ file, line: 0, message }] }
  }
  if (/^\ufeff?\s*</.test(text)) return readDescription(file, text.replace(/^\ufeff/, ''))
  return { file, types: [], ...readList(file, text) }
}

type Reader = { learn(event: XmlEvent): void; types(file: string): ExpectedDocument['types'] }

const readers: Readonly<Record<string, { readonly format: 'GSDML' | 'OPC UA NodeSet2'; readonly make: () => Reader }>> =
  {
    ISO15745Profile: { format: 'GSDML', make: () => new Gsdml() },
    UANodeSet: { format: 'OPC UA NodeSet2', make: () => new NodeSet() },
  }

function readDescription(file: string, text: string): ExpectedDocument {
  const faults = new Faults(file)
  const [root, line] = rootOf(text)
  const known = Object.hasOwn(readers, root) ? readers[root]! : null
  if (root !== '' && known === null) {
    faults.add(line, `<${root}> is neither GSDML nor an OPC UA NodeSet2, which are the XML that is read`)
    return { file, format: null, devices: [], types: [], faults: faults.all() }
  }
  const reader = known?.make()
  for (const event of readXml(text)) {
    if (event.kind === 'fault') faults.add(event.line, `${event.message}; nothing after it was read`)
    reader?.learn(event)
  }
  const format = known?.format ?? null
  const types = reader?.types(file) ?? []
  if (known && types.length === 0) faults.add(1, `no ${format === 'GSDML' ? 'device' : 'namespace'} was found in it`)
  return { file, format, devices: [], types, faults: faults.all() }
}

/** The outermost element and its line; empty where there is none. */
function rootOf(text: string): [string, number] {
  for (const event of readXml(text)) if (event.kind === 'open') return [event.name, event.line]
  return ['', 0]
}
