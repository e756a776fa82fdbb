// What was claimed of a device, ready to be shown.
import type { Asset, Provenance } from '@nautilus/model'

export type Claims = {
  readonly attribute: string
  /** The one believed first. */
  readonly claims: readonly Provenance[]
  /** Sources say different things. */
  readonly conflict: boolean
}

/** Attributes of which a device can have several at once: different values are no conflict. */
const many = new Set([
  'module',
  'service',
  'neighbour',
  'address',
  'vlan',
  'capability',
  'session',
  'software',
  'user',
  'credential',
  'certificate',
  'fingerprint',
])
/** What tells most comes first; the others follow by name. */
const order = [
  'name',
  'vendor',
  'model',
  'orderNumber',
  'serial',
  'firmware',
  'hardware',
  'os',
  'description',
  'location',
]

export function claimsOf({ sources }: Pick<Asset, 'sources'>): Claims[] {
  const rank = (attribute: string) => order.indexOf(attribute) + 1 || order.length + 1
  return Object.entries(sources)
    .filter(([, claims]) => claims.length > 0)
    .map(([attribute, claims]) => ({
      attribute,
      claims,
      conflict: !many.has(attribute) && differ(attribute, [...new Set(claims.map(({ value }) => value))]),
    }))
    .sort((a, b) => rank(a.attribute) - rank(b.attribute) || (a.attribute < b.attribute ? -1 : 1))
}

/** `Siemens AG,` and `Siemens` are one maker: a name that goes on with the form of the company is no other. */
function differ(attribute: string, values: readonly string[]): boolean {
  if (attribute !== 'vendor') return values.length > 1
  const words = values.map(value =>
    value
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  )
  return words.some(one =>
    words.some(other => !`${one} `.startsWith(`${other} `) && !`${other} `.startsWith(`${one} `)),
  )
}
