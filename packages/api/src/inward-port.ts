// What the API asks of the running platform about what other systems know.
import type { ListChanges } from '@nautilus/store'
import type { DestinationField } from './outward-port.ts'
import type { Fault } from './port.ts'

type Place = { readonly tenant: string; readonly site: string }
type Settings = Readonly<Record<string, string>>

/** By field, the number of a column, from 0. */
export type ListMapping = Readonly<Record<string, number>>
export type ListOrder = {
  readonly kind: string
  readonly name: string
  /** Null: as the titles of the columns say. */
  readonly mapping: ListMapping | null
  /** Tells what would change, and changes nothing. */
  readonly dry: boolean
  readonly by: string
}

export type ReadList = {
  readonly taken: boolean
  readonly columns: readonly string[]
  /** The first rows. */
  readonly samples: readonly (readonly string[])[]
  readonly mapping: ListMapping
  /** Fields of which one at least has no column, each group as one. */
  readonly missing: readonly (readonly string[])[]
  /** Null where it could not be read for want of columns. */
  readonly changes: ListChanges | null
  readonly faults: readonly Fault[]
  readonly more: number
}

/** A rule of a firewall, and what of it was seen. `unknown`: words that could not be resolved. */
export type RuleUse = {
  readonly list: string
  readonly line: number
  readonly name: string | null
  readonly source: string
  readonly destination: string
  readonly service: string
  readonly action: 'allow' | 'deny'
  readonly seen: number
  readonly last: number | null
  readonly unknown: readonly string[]
}
/** Seen between networks, and not allowed by any table. `line` null: no rule speaks of it. */
export type Unallowed = {
  readonly client: string
  readonly server: string
  readonly protocol: string
  readonly port: number
  readonly last: number | null
  readonly list: string | null
  readonly line: number | null
}

export type ListPort = {
  readonly kinds: readonly {
    readonly kind: string
    readonly fields: readonly string[]
    readonly needed: readonly (readonly string[])[]
  }[]
  /** Null: as many as may are being read. */
  import(place: Place, order: ListOrder, body: AsyncIterable<Uint8Array>): Promise<ReadList | null>
  firewall(place: Place): Promise<{ readonly rules: readonly RuleUse[]; readonly unallowed: readonly Unallowed[] }>
}

/** A kind of place to fetch from. */
export type SourceKind = {
  readonly id: string
  /** It belongs to one site; else to the tenant. */
  readonly ofSite: boolean
  readonly fields: readonly DestinationField[]
}

export type Fetched = { readonly ok: boolean; readonly why: string }

export type SourcePort = {
  readonly kinds: readonly SourceKind[]
  faultsOf(kind: string, settings: Settings): Settings
  seal(tenant: string, id: string, secrets: Settings): Buffer
  secretsOf(tenant: string, id: string): Promise<Settings>
  /** At once, whatever its time. Null where there is none. */
  pull(tenant: string, id: string): Promise<Fetched | null>
}

export type ReadIntelligence = {
  readonly taken: readonly { readonly kind: string; readonly name: string; readonly entries: number }[]
  readonly faults: readonly { readonly file: string; readonly message: string }[]
  readonly more: number
}

export type IntelligencePort = {
  readonly mostFile: number
  /** CSAF, KEV or EPSS, plain, packed by gzip, or several in a ZIP. */
  read(
    tenant: string,
    given: { readonly name: string; readonly bytes: Uint8Array; readonly by: string },
  ): Promise<ReadIntelligence>
  /** What is known changed: the devices of the tenant are matched anew, soon. */
  changed(tenant: string): void
}

export type InwardPort = {
  readonly lists: ListPort
  readonly sources: SourcePort
  readonly intelligence: IntelligencePort
}
