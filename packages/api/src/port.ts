// What the API asks of the running platform, which it does not know.
import type { ExpectedDocument, Hearing, Misuse } from '@nautilus/model'
import type {
  Duty,
  FindingCopy,
  FindPlaybook,
  Incident,
  ObligationCommon,
  ObligationTemplate,
  OwnPlace,
  Playbook,
  Policy,
  ReportDocument,
  Roster,
} from '@nautilus/response'
import type { Edition, Scoped } from '@nautilus/store'
import type { InwardPort } from './inward-port.ts'
import type { OutwardFigures, OutwardPort } from './outward-port.ts'
import type { ReportPort } from './report-port.ts'
import type { RiskPort } from './risk-port.ts'
import type { BusPort, PacketPort, PacketsAround } from './sensor-port.ts'
import type { ExercisePort, FeedPort, WorkPort } from './work-port.ts'

export type ContactPlace = {
  readonly tenant: string
  readonly site: string
  readonly person: string
  readonly channel: string
}

/** Calling people. */
export type EscalationPort = {
  /** Ways to reach people, with the fields of each. */
  readonly kinds: readonly object[]
  /** The policy and the rosters in force; where nobody wrote any, those that follow from roles. */
  plan(
    scoped: Scoped,
    site: string,
  ): Promise<{
    readonly policy: Policy
    readonly version: number
    readonly isDefault: boolean
    readonly rosters: readonly Roster[]
  }>
  /** What everybody is to a site. */
  people(
    scoped: Scoped,
    site: string,
  ): Promise<readonly { readonly person: string; readonly duties: readonly Duty[] }[]>
  /** What is wrong with settings, by field. */
  contactFaults(
    of: { readonly channel: string; readonly kind: string; readonly person: string },
    settings: Readonly<Record<string, string>>,
  ): Readonly<Record<string, string>>
  sealContact(
    place: ContactPlace,
    kind: string,
    settings: Readonly<Record<string, string>>,
  ): { readonly shown: string; readonly sealed: Buffer }
  /** Sends a trial at once. */
  tryChannel(place: ContactPlace): Promise<{ readonly kind: string; readonly why: string }>
  /** By the word in the link of a page. */
  acknowledge(
    token: string,
  ): Promise<
    { readonly kind: 'done'; readonly title: string } | { readonly kind: 'unknown' | 'used' | 'late' | 'refused' }
  >
  /** There is something in the outbox. */
  send(): void
  /** A PDF. */
  sheet(
    place: { readonly tenant: string; readonly site: string },
    kind: 'call-sheet' | 'offline-pack',
    language: 'en' | 'de',
  ): Promise<Uint8Array>
}

/** Something that happened at a site, for pages that are open. */
export type LiveEvent =
  | {
      readonly kind: 'commit'
      readonly tenant: string
      readonly site: string
      readonly activities: number
      readonly assets: number
    }
  | {
      readonly kind: 'finding'
      readonly tenant: string
      readonly site: string
      readonly id: string
      readonly title: string
      readonly severity: string
    }
  | {
      readonly kind: 'sensor'
      readonly tenant: string
      readonly site: string
      readonly sensor: string
      readonly health: object
    }
  | {
      readonly kind: 'upload'
      readonly tenant: string
      readonly site: string
      readonly id: string
      readonly state: string
      readonly progress: number
      readonly message: string | null
    }
  | {
      readonly kind: 'incident'
      readonly tenant: string
      readonly site: string
      readonly id: string
      readonly title: string
      readonly severity: string
      readonly state: string
    }

/** One batch of a remote sensor, as `encodeBatch` of the bus writes it. */
export type RemoteBatch = {
  readonly tenant: string
  readonly site: string
  readonly sensor: string
  readonly epoch: string
  readonly seq: number
  readonly body: Uint8Array
  /** What the sensor says of itself, as JSON. */
  readonly health: string | null
}

export type Taken =
  | { readonly kind: 'stored' }
  /** Batches are missing: from `expected` on they must be sent again. */
  | { readonly kind: 'gap'; readonly expected: number }
  | { readonly kind: 'unreadable'; readonly why: string }

/** What people decide about a learned fact. */
export type Decision = {
  readonly do: 'pin' | 'unpin' | 'accept' | 'forget'
  readonly fact: object
  readonly by: string
  /** µs */
  readonly at: number
  readonly why: string
}

/** A fault in a file that people wrote. Lines from 1. */
export type Fault = { readonly line: number; readonly message: string }

/** What is in a source of rules; `faults` is empty when it is good. `silent`: only counted by another rule. */
export type CheckedRule = {
  readonly id: string
  readonly faults: readonly Fault[]
  readonly rules: readonly { readonly id: string; readonly title: string; readonly level: string; silent: boolean }[]
}

/** What a rule would have found. Times in µs; null where nothing of that time is left. `cut`: there was more. */
export type RuleTrial =
  | {
      readonly kind: 'tried'
      readonly from: number | null
      readonly to: number | null
      readonly batches: number
      readonly operations: number
      readonly cut: boolean
      readonly rules: readonly object[]
    }
  | { readonly kind: 'busy' | 'late' }

/** Figures of the running platform; counts are since its start. */
export type Figures = {
  readonly activities: number
  readonly batches: number
  readonly findings: number
  /** Batches that wait to be stored. */
  readonly queued: number
  /** s between the newest batch's time and its storing, the largest of all live sensors. */
  readonly lag: number
  /** Rows that were kept long enough and removed. */
  readonly removed: number
  /** Of events for other systems. */
  readonly outward: OutwardFigures
  /** Of the evidence rings: bytes on the disk, frames that were not kept, and how often older ones went for want of room. */
  readonly ringBytes: number
  readonly ringDropped: number
  readonly ringSheds: number
  /** s that the shortest of them reaches back, and bytes free on the fullest disk; 0 without a ring. */
  readonly ringWindow: number
  readonly ringFree: number
}

/** How one sensor hears live traffic, as it said last. */
export type SensorHearing = {
  readonly tenant: string
  readonly site: string
  readonly sensor: string
  readonly hearing: Hearing
}

export type Playbooks = {
  readonly find: FindPlaybook
  /** Any version that ever was in force, whole. */
  readonly read: (id: string, version: string) => Playbook | null
  /** In force, by id. */
  readonly all: readonly Playbook[]
  /** The version in force; null where there is no such playbook. */
  readonly versionOf: (id: string) => string | null
}

/** From 1. */
export type PlacedFault = Fault & { readonly column: number }

/** Playbooks that come along, with their texts, and the reading of those that tenants write. */
export type Library = {
  /** By id. */
  readonly shipped: readonly Edition[]
  /** A text of a tenant as a playbook, or what is wrong with it. `more`: faults beyond those that are told. */
  readOwn(
    source: string,
    place: OwnPlace,
  ): { readonly playbook: Playbook } | { readonly faults: readonly PlacedFault[]; readonly more: number }
}

/** Obligations to report that come along, and the facts and questions that all share. */
export type Laws = {
  readonly templates: readonly ObligationTemplate[]
  readonly common: ObligationCommon
  /** A file of a tenant as a template, or what is wrong with it. */
  read(source: string): { readonly template: ObligationTemplate } | { readonly faults: readonly Fault[] }
}

/** Forms that a report can be had in beside JSON. */
export type ReportForm = 'pdf' | 'docx' | 'txt' | 'sheet'

/** What a report says of itself on every page. */
export type ReportStamp = {
  readonly hash: string
  readonly version: number
  /** Who signed it, a line for each. */
  readonly signed: readonly string[]
  readonly product: string
}

/** A file of an export of evidence. `source`: where it was read from. */
export type BundleFile = { readonly name: string; readonly source: string; readonly bytes: Uint8Array }
export type BundleAbout = {
  readonly tenant: string
  readonly site: string
  readonly incident: string
  /** µs */
  readonly from: number
  readonly to: number
  readonly sensors: readonly string[]
  /** What the sensors did not see. */
  readonly unseen: readonly string[]
}

/** The key of this installation: what it signs was here, at this time. */
export type Seal = {
  /** SHA-256 of the public key (SPKI, DER), hex. */
  readonly key: string
  /** PEM. */
  readonly publicKey: string
  /** Ed25519, base64. */
  sign(text: string): string
}

/** By their hash (SHA-256, hex), apart for each tenant. */
export type AttachmentFiles = {
  /** Where a file is written as it comes, before it is known what it is. */
  receiving(): Promise<string>
  /** Keeps what was received there: when this is done, every process has it. The file is moved. */
  keep(tenant: string, hash: string, received: string): Promise<void>
  /** Where it is on this machine; null where it is gone. */
  path(tenant: string, hash: string): Promise<string | null>
}

export type PlatformPort = {
  /** Null where there is no bus. */
  readonly bus: BusPort | null
  readonly packets: PacketPort
  readonly laws: Laws
  readonly seal: Seal
  reportFile(document: ReportDocument, form: ReportForm, stamp: ReportStamp): Promise<Uint8Array>
  /** A ZIP with a manifest that is signed, and what verifies it. */
  bundle(about: BundleAbout, files: AsyncIterable<BundleFile>): AsyncIterable<Uint8Array>
  readonly version: string
  readonly escalation: EscalationPort
  /** Calls back for every event until the answer is called. */
  subscribe(listener: (event: LiveEvent) => void): () => void
  /** Stories of a demonstration plant; null where the site is none. */
  stories(tenant: string, site: string): readonly Story[] | null
  tellStory(tenant: string, site: string, story: string): boolean | Promise<boolean>
  /** Analyses a capture that was uploaded to this file. */
  analyze(upload: {
    readonly tenant: string
    readonly site: string
    readonly id: string
    readonly file: string
    readonly name: string
  }): void
  /** Where uploads are kept until they are read. */
  readonly uploads: string
  /** Files that people put into incidents. */
  readonly attachments: AttachmentFiles
  /** The model of the site changed: from the next batch on it is used. */
  reload(tenant: string, site: string): Promise<void>
  /** Why a site.yaml is refused; empty when it is good. */
  checkModel(source: string): readonly Fault[]
  /** Takes a batch of a remote sensor; answers when it is stored. */
  take(batch: RemoteBatch): Promise<Taken>
  /** What was learned: the site, its segments, its devices. */
  baseline(tenant: string, site: string): Promise<object>
  /** What was learned of one device; null when nothing was. */
  baselineOf(tenant: string, site: string, device: string): Promise<object | null>
  /** Carries out and records a decision; its number in the log of the site, null when there is no such fact. */
  decide(tenant: string, site: string, decision: Decision): Promise<number | null>
  /** Reads a document of expected devices; what is wrong inside is told in it. */
  readExpected(file: string, bytes: Uint8Array): ExpectedDocument
  /** Bytes of such a document. */
  readonly mostExpected: number
  /** Compares documents that `readExpected` made with what was heard. */
  compare(tenant: string, site: string, documents: readonly object[]): Promise<object>
  readonly library: Library
  /** The playbooks in force at a tenant, and every version by name. */
  playbooks(tenant: string): Promise<Playbooks>
  /** A finding as an incident keeps it. */
  findingCopy(finding: object): FindingCopy
  /** Where the file of this hash is, with packets of a finding; null where it is gone. */
  evidence(sha256: string): Promise<string | null>
  /** What the two sides of a finding said so many seconds before and after it. `evidence`: as the finding names it. */
  packetsAround(asked: {
    readonly tenant: string
    readonly site: string
    readonly evidence: { readonly file: string | null; readonly frames: readonly number[] }
    /** Hash of the file of its own packets; null where none was kept. */
    readonly kept: string | null
    readonly before: number
    readonly after: number
    readonly of: 'flow' | 'hosts'
  }): Promise<PacketsAround>
  /** Somebody worked on an incident: pages are told, and whoever escalates looks again. */
  incident(tenant: string, incident: Incident): void
  /** What is wrong with each of these sources, all of one tenant. */
  checkRules(sources: readonly { readonly id: string; readonly source: string }[]): readonly CheckedRule[]
  /** What this source would have found in the batches of a site between two times (µs). `id`: of the rule it replaces. */
  tryRule(asked: {
    readonly tenant: string
    readonly site: string
    readonly id: string | null
    readonly source: string
    readonly from: number
    readonly to: number
  }): Promise<RuleTrial>
  /** The enabled rules of a tenant changed: all of its sites work by them when this is done. */
  rulesChanged(tenant: string): Promise<void>
  /** Somebody used the key of a sensor where it has no business. */
  misused(
    sensor: { readonly tenant: string; readonly site: string; readonly sensor: string },
    how: Misuse,
    detail: string,
  ): void
  readonly work: WorkPort
  readonly feeds: FeedPort
  readonly exercises: ExercisePort
  readonly outward: OutwardPort
  readonly inward: InwardPort
  readonly risk: RiskPort
  readonly reports: ReportPort
  figures(): Figures
  /** Of the sensors that listen. */
  hearings(): readonly SensorHearing[]
  /** What belongs to no tenant's record. */
  log(what: string, detail: object): void
  /** Whether everything is up. */
  health(): Promise<{ readonly ok: boolean; readonly parts: Readonly<Record<string, string>> }>
}

export type Story = { readonly id: string; readonly title: string; readonly kind: 'attack' | 'look-alike' }
