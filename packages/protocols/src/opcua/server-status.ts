// What a server says of itself in its own nodes: OPC 10000-5, clauses 6.3.1, 12.4 and 12.10.
import type { Claim } from '@nautilus/model'
import type { Draft } from './draft.ts'
import type { Message } from './message.ts'
import type { Value } from './variant.ts'
import { Wire } from './wire.ts'

const NODES: Readonly<Record<string, Claim['attribute']>> = {
  'i=2254': 'session', // ServerArray: its first is the server itself
  'i=2261': 'model', // ProductName
  'i=2262': 'software', // ProductUri
  'i=2263': 'vendor', // ManufacturerName
  'i=2264': 'firmware', // SoftwareVersion
}
const NAMESPACES = 'i=2255'
const STATUS = 'i=864' // ServerStatusDataType, Default Binary
const BUILD = 'i=340' // BuildInfo, Default Binary
const STANDARD = 'http://opcfoundation.org/UA/'

const claim = (attribute: Claim['attribute'], value: string, confidence = 0.9): Claim[] =>
  value ? [{ about: 'server', attribute, value, confidence }] : []

/** Claims of the server from what was read of it. */
export function buildClaims({ targets }: Draft, { values }: Draft, { bytes }: Message): Claim[] {
  return values
    .filter(({ value }) => value.extension || value.texts.length > 0)
    .flatMap(({ of, value }) => claimsOf(targets[of]?.node ?? '', value, bytes))
}

function claimsOf(node: string, value: Value, bytes: Uint8Array): Claim[] {
  if (value.extension) return structure(value, bytes)
  const text = value.texts[0] ?? ''
  if (node === NAMESPACES) return namespaces(value)
  const attribute = NODES[node]
  return attribute ? claim(attribute, text) : []
}

/** What a server knows beside the standard: companion specifications, its own. */
const namespaces = ({ texts }: Value): Claim[] =>
  texts.filter(uri => uri !== STANDARD).flatMap(uri => claim('capability', `namespace ${uri}`, 0.7))

function structure({ extension }: Value, bytes: Uint8Array): Claim[] {
  if (!extension || extension.end <= extension.start) return []
  const wire = new Wire(bytes.subarray(0, extension.end))
  wire.skip(extension.start)
  if (extension.type === STATUS) wire.skip(20)
  else if (extension.type !== BUILD) return []
  const [product, vendor, model, version, build] = [
    wire.string(),
    wire.string(),
    wire.string(),
    wire.string(),
    wire.string(),
  ]
  if (wire.short) return []
  return [
    ...claim('vendor', vendor),
    ...claim('model', model),
    ...claim('software', [model || product, version, build && `build ${build}`].filter(Boolean).join(' ')),
  ]
}
