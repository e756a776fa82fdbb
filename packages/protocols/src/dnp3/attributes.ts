// DNP3 device attributes: IEEE 1815-2012, A.1 (group 0).
import type { Attribute, Claim, Item } from '@nautilus/model'
import { printable } from '../reader.ts'
import type { Fragment, Header } from './message.ts'

const TEXT = 1
const LIST = 255

/** Variations that identify, with the claim they make. */
const claimed: Readonly<Record<number, readonly [name: string, attribute: Attribute]>> = {
  196: ['configuration-id', 'program'],
  206: ['secondary-operator-name', 'description'],
  207: ['primary-operator-name', 'description'],
  208: ['system-name', 'description'],
  242: ['software-version', 'firmware'],
  243: ['hardware-version', 'hardware'],
  245: ['location-name', 'location'],
  246: ['id-code', 'description'],
  247: ['device-name', 'name'],
  248: ['serial-number', 'serial'],
  250: ['product-name-and-model', 'model'],
  252: ['manufacturer', 'vendor'],
}

type Attributes = { readonly items: Item[]; readonly claims: Claim[] }

/** The attributes a fragment carries, in `where`. */
export function tellAttributes(told: Attributes, fragment: Fragment, where: 'request' | 'reply'): void {
  for (const header of fragment.headers) {
    if (header.group === 0 && header.variation !== LIST) tellAttribute(told, fragment, header, where)
  }
}

function tellAttribute(told: Attributes, fragment: Fragment, header: Header, where: 'request' | 'reply'): void {
  const { body, outstation, from } = fragment
  const { variation, start } = header
  let at = header.at
  for (let i = 0; i < header.count; i++) {
    const [type, length] = [body[at]!, body[at + 1]!]
    const text = type === TEXT
    told.items.push({
      object: `${outstation}/attribute/${variation}${start + i > 0 ? `/${start + i}` : ''}`,
      access: where === 'request' ? 'write' : 'read',
      type: text ? 'text' : 'raw',
      count: length,
      in: where,
      at: at + 2,
      native: { table: 'attribute', address: variation, name: claimed[variation]?.[0] ?? 'attribute' },
    })
    const value = text ? printable(body.subarray(at + 2, at + 2 + length), 128) : ''
    const [, attribute] = claimed[variation] ?? []
    if (attribute && value !== '' && start + i === 0 && where === 'reply') {
      told.claims.push({ about: from, attribute, value, confidence: 0.95 })
    }
    at += 2 + length
  }
}
