// Certificates: RFC 5280, 4.1. What is written in them; nothing is verified.
import { printable } from '../reader.ts'
import { ipText } from './addresses.ts'
import { type Element, elementAt, elementsIn, oidText } from './elements.ts'

export type Certificate = {
  readonly subject: string
  readonly issuer: string
  /** `2026-01-31`, empty when it is not there. */
  readonly from: string
  readonly until: string
  readonly names: readonly string[]
  readonly addresses: readonly string[]
  readonly uris: readonly string[]
  /** The serial number of a device in its subject (IEEE 802.1AR, 8.6). */
  readonly device: string
}

const SEQUENCE = 0x30
const VERSION = 0xa0
const EXTENSIONS = 0xa3
const GENERALIZED = 0x18
const MAX_NAMES = 16

// RFC 4519
const short: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
}
const ALTERNATIVE = '2.5.29.17'

/** Reads a certificate; null when this is none. */
export function readCertificate(bytes: Uint8Array): Certificate | null {
  const outer = elementAt(bytes, 0, bytes.length)
  const inner = outer?.tag === SEQUENCE ? elementAt(bytes, outer.start, outer.end) : null
  if (inner?.tag !== SEQUENCE) return null
  const parts = elementsIn(bytes, inner.start, inner.end, 12)
  const at = parts[0]?.tag === VERSION ? 1 : 0
  const [issuer, validity, subject] = [parts[at + 2], parts[at + 3], parts[at + 4]]
  if (!issuer || !validity || !subject || validity.tag !== SEQUENCE) return null
  const [from, until] = elementsIn(bytes, validity.start, validity.end, 2)
  const extensions = parts.find(part => part.tag === EXTENSIONS)
  const owner = nameOf(bytes, subject)
  return {
    subject: owner.text,
    issuer: nameOf(bytes, issuer).text,
    from: dateOf(bytes, from),
    until: dateOf(bytes, until),
    device: owner.device,
    ...alternativesOf(bytes, extensions),
  }
}

/** 4.1.2.4: sets of attribute and value. */
function nameOf(bytes: Uint8Array, name: Element): { text: string; device: string } {
  let text = ''
  let device = ''
  for (const set of elementsIn(bytes, name.start, name.end, MAX_NAMES)) {
    const pair = elementAt(bytes, set.start, set.end)
    const [type, value] = pair ? elementsIn(bytes, pair.start, pair.end, 2) : []
    if (!type || !value) continue
    const oid = oidText(bytes, type.start, type.end)
    const key = short[oid] ?? oid
    const said = printable(bytes.subarray(value.start, value.end), 64)
    text += `${text ? ', ' : ''}${key}=${said}`
    if (key === 'serialNumber') device = said
  }
  return { text, device }
}

/** 4.1.2.5: two digits of the year up to 2049, four from then on. */
function dateOf(bytes: Uint8Array, element: Element | undefined): string {
  if (!element) return ''
  const text = printable(bytes.subarray(element.start, element.end))
  const year = element.tag === GENERALIZED ? text.slice(0, 4) : `${text < '50' ? '20' : '19'}${text.slice(0, 2)}`
  const rest = text.slice(element.tag === GENERALIZED ? 4 : 2)
  return rest.length < 4 ? '' : `${year}-${rest.slice(0, 2)}-${rest.slice(2, 4)}`
}

type Alternatives = { readonly names: string[]; readonly addresses: string[]; readonly uris: string[] }

/** 4.2.1.6 */
function alternativesOf(bytes: Uint8Array, extensions: Element | undefined): Alternatives {
  const found: Alternatives = { names: [], addresses: [], uris: [] }
  const list = extensions && elementAt(bytes, extensions.start, extensions.end)
  if (!list) return found
  for (const extension of elementsIn(bytes, list.start, list.end)) {
    const parts = elementsIn(bytes, extension.start, extension.end, 3)
    const [type, value] = [parts[0], parts.at(-1)]
    if (type && value && oidText(bytes, type.start, type.end) === ALTERNATIVE) addAlternatives(bytes, value, found)
  }
  return found
}

function addAlternatives(bytes: Uint8Array, value: Element, { names, addresses, uris }: Alternatives): void {
  const list = elementAt(bytes, value.start, value.end)
  if (!list) return
  for (const { tag, start, end } of elementsIn(bytes, list.start, list.end, MAX_NAMES)) {
    const data = bytes.subarray(start, end)
    if (tag === 0x82) names.push(printable(data))
    else if (tag === 0x86) uris.push(printable(data))
    else if (tag === 0x87) addresses.push(ipText(data))
  }
}
