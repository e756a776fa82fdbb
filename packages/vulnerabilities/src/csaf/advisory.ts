// What is kept of a CSAF document (OASIS Common Security Advisory Framework 2.0; of 2.1 what differs is read as well).
import type { Score } from '@nautilus/model'

export type ProductStatus = 'affected' | 'not affected' | 'fixed' | 'recommended' | 'under investigation' | 'unknown'

export type Product = {
  readonly id: string
  readonly name: string
  /** Names of the branches that lead to it; null where the tree has none of that category. */
  readonly vendor: string | null
  readonly family: string | null
  readonly product: string | null
  /** Text of the version or version range; null where the tree tells none. */
  readonly version: string | null
  readonly modelNumbers: readonly string[]
  readonly serialNumbers: readonly string[]
  readonly skus: readonly string[]
  readonly cpe: string | null
  readonly purls: readonly string[]
  /** `sha256:…` */
  readonly hashes: readonly string[]
  readonly uris: readonly string[]
  /** Two products together: this one is the first, on or with the second. */
  readonly relation: { readonly kind: string; readonly product: string; readonly on: string } | null
}

export type CsafRemedy = {
  readonly category: string
  readonly text: string
  readonly url: string | null
  /** Product ids; empty for all. */
  readonly products: readonly string[]
}

export type CsafVulnerability = {
  /** CVE id, or the publisher's own; `<advisory>#<position>` where there is none. */
  readonly id: string
  readonly title: string
  readonly cwe: string | null
  /** By product id. */
  readonly status: ReadonlyMap<string, ProductStatus>
  readonly scores: readonly { readonly score: Score; readonly products: readonly string[] }[]
  readonly remedies: readonly CsafRemedy[]
  readonly threats: readonly {
    readonly category: string
    readonly text: string
    readonly products: readonly string[]
  }[]
  /** Why a product is not affected: `component_not_present` and others. */
  readonly flags: readonly { readonly label: string; readonly products: readonly string[] }[]
  /** Summary or description. */
  readonly summary: string
}

export type Advisory = {
  readonly id: string
  readonly title: string
  readonly category: string
  readonly csafVersion: string
  readonly publisher: { readonly name: string; readonly category: string; readonly namespace: string }
  readonly version: string
  /** `draft`, `interim`, `final` */
  readonly status: string
  /** As published, RFC 3339; empty when not told. */
  readonly initial: string
  readonly released: string
  readonly severity: string | null
  readonly url: string | null
  /** General remarks, such as whether exploitation is known. */
  readonly remarks: readonly string[]
  readonly products: ReadonlyMap<string, Product>
  readonly vulnerabilities: readonly CsafVulnerability[]
}
