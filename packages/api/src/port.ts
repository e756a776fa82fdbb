// What the API asks of the running platform, which it does not know.
import type { ExpectedDocument, Misuse } from '@nautilus/model'
import type { FindingCopy, FindPlaybook, Incident, Playbook } from '@nautilus/response'

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
}

export type Playbooks = {
  readonly find: FindPlaybook
  /** Any version that ever was in force, whole. */
  readonly read: (id: string, version: string) => Playbook | null
  /** In force, by id. */
  readonly all: readonly Playbook[]
}

export type PlatformPort = {
  readonly version: string
  /** Calls back for every event until the answer is called. */
  subscribe(listener: (event: LiveEvent) => void): () => void
  /** Stories of a demonstration plant; null where the site is none. */
  stories(tenant: string, site: string): readonly Story[] | null
  tellStory(tenant: string, site: string, story: string): boolean
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
  /** Where files are kept that people put into incidents. */
  readonly attachments: string
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
  /** The playbooks in force at a tenant, and every version by name. */
  playbooks(tenant: string): Promise<Playbooks>
  /** A finding as an incident keeps it. */
  findingCopy(finding: object): FindingCopy
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
  figures(): Figures
  /** What belongs to no tenant's record. */
  log(what: string, detail: object): void
  /** Whether everything is up. */
  health(): Promise<{ readonly ok: boolean; readonly parts: Readonly<Record<string, string>> }>
}

export type Story = { readonly id: string; readonly title: string; readonly kind: 'attack' | 'look-alike' }
