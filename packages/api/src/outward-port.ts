// What the API asks of the running platform about other systems that are told.
import type { OutwardEvent, OutwardTopic } from '@nautilus/model'
import type { DestinationFilter } from '@nautilus/store'

export type DestinationField = {
  readonly name: string
  readonly type: 'text' | 'lines' | 'url' | 'number' | 'flag' | 'choice'
  readonly isSecret: boolean
  readonly isRequired: boolean
  readonly choices: readonly string[]
  readonly otherwise: string
}

export type DestinationKind = {
  readonly id: string
  readonly fields: readonly DestinationField[]
  readonly topics: readonly OutwardTopic[]
  /** `states`: one record for each object; what is older never comes after what is newer. */
  readonly keeps: 'events' | 'states'
  readonly guarantee: string
}

type Settings = Readonly<Record<string, string>>

export type Looked = {
  readonly settings: Settings
  readonly filter: DestinationFilter
  readonly mapping: { readonly rename: Settings; readonly add: Settings }
}

export type Look = {
  /** `held`: the filter lets none pass, and this is the latest; `none`: nothing happened yet, and this is an example. */
  readonly of: 'sent' | 'held' | 'none'
  readonly topic: OutwardTopic
  readonly object: string
  readonly title: string
  readonly text: string
}

export type StixAsked = {
  readonly tenant: string
  /** As it is called. */
  readonly organisation: string
  readonly tlp: 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'
  /** Names and addresses of the plant's own are told too. */
  readonly addresses: boolean
}

export type OutwardPort = {
  readonly kinds: readonly DestinationKind[]
  /** What is wrong with settings, what is secret among them, by field. */
  faultsOf(kind: string, settings: Settings): Settings
  seal(tenant: string, id: string, secrets: Settings): Buffer
  /** What is sealed; for merging with what a person writes, and never for telling. */
  secretsOf(tenant: string, id: string): Promise<Settings>
  /** Sends one event that says it is a trial; null where there is no such destination. */
  try(
    tenant: string,
    id: string,
  ): Promise<{
    readonly kind: 'delivered' | 'refused' | 'retry' | 'fault'
    readonly why: string
    /** Where what is wrong is most likely. */
    readonly field: string | null
  } | null>
  /** What is wrong with settings that are not secret, as far as they were written. */
  lookFaultsOf(kind: string, settings: Settings): Settings
  /** What one real event would look like there; null where there is no such kind. */
  look(tenant: string, kind: string, looked: Looked): Promise<Look | null>
  /** A bundle of STIX 2.1. */
  stix(events: readonly OutwardEvent[], asked: StixAsked): Promise<object>
  /** Destinations changed, or there is something to send. */
  wake(): void
}

/** Of all tenants, since each destination was made. */
export type OutwardFigures = {
  readonly sent: number
  readonly refused: number
  /** Given up because a destination was too far behind. */
  readonly dropped: number
  readonly failures: number
  readonly waiting: number
}
