import type { Severity } from './finding.ts'
import type { HealthNote } from './health.ts'

/** What other systems are told. */
export const outwardKinds = [
  'finding.opened',
  'finding.changed',
  'finding.closed',
  'incident.opened',
  'incident.changed',
  'incident.closed',
  'asset.new',
  'asset.changed',
  'asset.gone',
  'sensor.health',
  'audit',
] as const
export type OutwardKind = (typeof outwardKinds)[number]

/** The part before the dot: what people choose from. */
export const outwardTopics = ['finding', 'incident', 'asset', 'sensor', 'audit'] as const
export type OutwardTopic = (typeof outwardTopics)[number]
export const topicOf = (kind: OutwardKind): OutwardTopic => kind.split('.')[0] as OutwardTopic

/** One end of a finding, as it was known when the event was made. */
export type OutwardEnd = {
  /** Asset id; the address itself where no asset is known. */
  readonly id: string
  readonly name: string | null
  readonly ip: string | null
  readonly mac: string | null
  readonly vendor: string | null
  readonly model: string | null
  readonly firmware: string | null
  readonly role: string | null
  /** Purdue level. */
  readonly level: number | null
  readonly zone: string | null
}

export type OutwardFinding = {
  readonly id: string
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  /** `open`, `confirmed`, `accepted`, `suppressed`, `closed`; `explained`: others account for it. */
  readonly status: string
  readonly why: string
  readonly baseline: string | null
  /** 0 to 1. */
  readonly confidence: number
  /** ATT&CK for ICS. */
  readonly techniques: readonly string[]
  readonly consequences: readonly string[]
  /** µs */
  readonly first: number
  readonly last: number
  readonly ended: number | null
  readonly count: number
  readonly source: OutwardEnd | null
  readonly target: OutwardEnd | null
  readonly protocol: string | null
  readonly verb: string | null
  /** Does approved work cover it? */
  readonly work: 'covered' | 'impostor' | 'overrun' | 'none'
  readonly order: string | null
  readonly incident: string | null
}

export type OutwardIncident = {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly state: string
  readonly outcome: string | null
  readonly exercise: boolean
  readonly assignee: string | null
  /** µs */
  readonly opened: number
  readonly changed: number
  readonly findings: readonly string[]
  readonly techniques: readonly string[]
  /** Ids of assets. */
  readonly assets: readonly string[]
}

export type OutwardAsset = {
  readonly id: string
  readonly name: string | null
  readonly ip: readonly string[]
  readonly mac: readonly string[]
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly hardware: string | null
  readonly firmware: string | null
  readonly serial: string | null
  readonly os: string | null
  readonly role: string | null
  readonly level: number | null
  readonly zone: string | null
  readonly criticality: string | null
  readonly protocols: readonly string[]
  /** µs */
  readonly first: number
  readonly last: number
}

export type OutwardSensor = { readonly sensor: string; readonly note: HealthNote }

export type OutwardAudit = {
  readonly who: string
  readonly action: string
  readonly object: string | null
  readonly detail: object
}

/** By the topic of its kind, what an event says. */
export type OutwardBody = {
  readonly finding?: OutwardFinding
  readonly incident?: OutwardIncident
  readonly asset?: OutwardAsset
  readonly sensor?: OutwardSensor
  readonly audit?: OutwardAudit
}

/** Something that other systems are told, whole: what was true when it happened. */
export type OutwardEvent = OutwardBody & {
  /** Stays the same however often it is sent: a receiver that has seen it may leave it out. */
  readonly id: string
  /** Its place in the order of the tenant. */
  readonly position: number
  readonly kind: OutwardKind
  /** Of the finding, incident, asset or sensor: events of one object keep their order. */
  readonly object: string
  readonly tenant: string
  readonly site: string | null
  readonly siteName: string | null
  /** µs. Of one object it rises: the larger one is the newer. */
  readonly at: number
  /** A trial: nothing happened. */
  readonly test: boolean
}
