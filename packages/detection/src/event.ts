// What a rule is asked about. Everything a sensor tells becomes one of these, in the order of time.
import type {
  Activity,
  Asset,
  Connection,
  Finding,
  HealthNote,
  Notice,
  SensorHealth,
  Sighting,
  Verb,
} from '@nautilus/model'

/**
 * What rules ask of a device: as little as they need. Rules remember whom they met, so that an asset of every moment would
 * stay in memory, and in each snapshot, with all that was ever claimed of it.
 */
export type WhoAsset = Pick<
  Asset,
  | 'id'
  | 'name'
  | 'ip'
  | 'mac'
  | 'vendor'
  | 'model'
  | 'firmware'
  | 'os'
  | 'description'
  | 'level'
  | 'zone'
  | 'criticality'
> & {
  /** Values that name the tools of an engineer: programs, and sessions by their names. */
  readonly tools: readonly string[]
}

/** One end, as the inventory knows it at that time. */
export type Who = {
  /** The asset's id, or its address where there is no asset. Everything learned is filed under it. */
  readonly id: string
  /** For sentences: the name and the address, or the address alone. */
  readonly label: string
  readonly ip: string
  readonly mac: string
  readonly kind: 'device' | 'public' | 'broadcast' | 'multicast' | 'nobody'
  readonly asset: WhoAsset | null
  /** The main role where it is believed with 0.5 or more. */
  readonly role: Asset['roles'][number]['role'] | null
  /** Part of a safety system: declared, or by its role. */
  readonly safety: boolean
  /** Purdue level; null when unknown. */
  readonly level: number | null
  readonly zone: string | null
  /** Names of lists in site.yaml that it is on: `engineering`, `scanner`, `contractor`, … */
  readonly lists: readonly string[]
}

type Timed = { readonly at: number; readonly frame: number }

/** One operation, or equal quiet ones of an interval. */
export type OperationEvent = Timed & {
  readonly kind: 'operation'
  readonly activity: Activity
  readonly client: Who
  readonly server: Who
  readonly protocol: string
  readonly verb: Verb
  /** Carried out or not known to have been refused. */
  readonly accepted: boolean
}
export type ConnectionEvent = Timed & {
  readonly kind: 'connection'
  readonly connection: Connection
  readonly client: Who
  readonly server: Who
}
/** A claim of an attribute, or a binding of an IP address to a MAC. */
export type ClaimEvent = Timed & { readonly kind: 'claim'; readonly sighting: Sighting; readonly who: Who }
export type NoticeEvent = Timed & { readonly kind: 'notice'; readonly notice: Notice }
/** How a sensor is: what it told with a batch, or what the platform noticed. */
export type HealthEvent = Timed & {
  readonly kind: 'health'
  readonly sensor: string
  readonly told: HealthNote | ToldHealth
}
/** With a batch. `epoch` names one run of the sensor. */
export type ToldHealth = { readonly what: 'told'; readonly epoch: string; readonly health: SensorHealth }
/** The end of a batch: time to ask what has gone silent. */
export type TickEvent = Timed & { readonly kind: 'tick'; readonly from: number }
/** A new finding, or one that came again. For stories told by several. */
export type FindingEvent = Timed & {
  readonly kind: 'finding'
  readonly finding: Finding
  readonly source: Who | null
  readonly target: Who | null
}

export type Event = OperationEvent | ConnectionEvent | ClaimEvent | NoticeEvent | HealthEvent | TickEvent | FindingEvent
export type Kind = Event['kind']
export type EventOf<K extends Kind> = Extract<Event, { kind: K }>
