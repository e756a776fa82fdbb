import { type Attribute, attributes, type Provenance } from '@nautilus/model'
import type { Limits } from './limits.ts'
import { byText, type Seen, seenAs, widen } from './seen.ts'

export type Claimed = Seen & { readonly value: string; readonly source: string; confidence: number }
export type ClaimsOf = ReadonlyMap<Attribute, readonly Claimed[]>

/** Attributes of which a device has many values at once, none of them a contradiction. */
const listed: ReadonlySet<Attribute> = new Set<Attribute>([
  'module',
  'service',
  'neighbour',
  'address',
  'capability',
  'vlan',
])
const known: ReadonlySet<string> = new Set(attributes)

export const isAttribute = (name: string): name is Attribute => known.has(name)

/** The most confident first, among equals the most recent. */
export const byTrust = (a: Claimed, b: Claimed): number =>
  b.confidence - a.confidence || b.last - a.last || byText(a.value, b.value) || byText(a.source, b.source)

export type SavedClaims = {
  readonly byAddress: Map<string, Map<Attribute, Claimed[]>>
  readonly size: number
  readonly dropped: number
}

/** Claims by address and attribute; the least trusted go first when there are too many. */
export class Claims {
  /** Claims that found no room, counted each time they were made. */
  dropped: number
  readonly #limits: Limits
  readonly #byAddress: Map<string, Map<Attribute, Claimed[]>>
  #size: number

  constructor(limits: Limits, saved?: SavedClaims) {
    this.#limits = limits
    this.#byAddress = saved?.byAddress ?? new Map()
    this.#size = saved?.size ?? 0
    this.dropped = saved?.dropped ?? 0
  }

  save(): SavedClaims {
    return { byAddress: this.#byAddress, size: this.#size, dropped: this.dropped }
  }

  learn(address: string, attribute: Attribute, told: Omit<Claimed, 'frame'> & { readonly frame: number }): void {
    const value = told.value.trim().slice(0, this.#limits.text)
    if (value === '') return
    const claims = this.#of(address, attribute)
    const same = claims.find(claim => claim.value === value && claim.source === told.source)
    if (same) {
      widen(same, told)
      same.confidence = Math.max(same.confidence, told.confidence)
      return
    }
    if (this.#size >= this.#limits.claims) {
      this.dropped++
      return
    }
    claims.push({ ...seenAs(told), value, source: told.source, confidence: told.confidence })
    this.#size++
    if (claims.length <= most(attribute, this.#limits)) return
    claims.sort(byTrust).pop()
    this.#size--
    this.dropped++
  }

  entries(): IterableIterator<[string, ClaimsOf]> {
    return this.#byAddress.entries()
  }

  #of(address: string, attribute: Attribute): Claimed[] {
    let byAttribute = this.#byAddress.get(address)
    if (!byAttribute) {
      byAttribute = new Map()
      this.#byAddress.set(address, byAttribute)
    }
    let claims = byAttribute.get(attribute)
    if (!claims) {
      claims = []
      byAttribute.set(attribute, claims)
    }
    return claims
  }
}

const most = (attribute: Attribute, limits: Limits): number => (listed.has(attribute) ? limits.listed : limits.values)

/** What the addresses of one device say together, the most trusted first. */
export function mergeClaims(parts: readonly ClaimsOf[], limits: Limits): Map<Attribute, Claimed[]> {
  const merged = new Map<Attribute, Claimed[]>()
  for (const part of parts) {
    for (const [attribute, claims] of part) {
      const list = merged.get(attribute) ?? []
      merged.set(attribute, list)
      for (const claim of claims) mergeClaim(list, claim)
    }
  }
  for (const [attribute, list] of merged) merged.set(attribute, list.sort(byTrust).slice(0, most(attribute, limits)))
  return merged
}

function mergeClaim(list: Claimed[], claim: Claimed): void {
  const same = list.find(other => other.value === claim.value && other.source === claim.source)
  if (!same) {
    list.push({ ...claim })
    return
  }
  widen(same, claim)
  same.confidence = Math.max(same.confidence, claim.confidence)
}

export const provenanceOf = ({ value, source, confidence, first, last, frame }: Claimed): Provenance => ({
  value,
  source,
  confidence,
  first,
  last,
  frame,
})
