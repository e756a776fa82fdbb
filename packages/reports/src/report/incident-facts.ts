// What a report says of one incident: its record, and what was sent and kept because of it.
import type { ClockState, Incident, Playbook, Text } from '@nautilus/response'
import type { Known } from './report.ts'

/** A stage of an obligation to report. Moments in ms. */
export type StageFacts = {
  readonly obligation: Text
  readonly stage: Text
  readonly state: ClockState
  readonly due: number | null
  readonly submitted: number | null
  readonly receipt: string | null
  /** The newest draft: SHA-256 of its document. */
  readonly draft: { readonly version: number; readonly hash: string } | null
}

/** Packets that were kept of a finding. */
export type FileFacts = {
  readonly finding: string
  readonly sha256: string
  readonly bytes: number
  readonly frames: number
}

export type IncidentFacts = {
  readonly incident: Known<Incident>
  /** Of the record: its length, and the hash of its last link. */
  readonly record: Known<{ readonly links: number; readonly hash: string }>
  readonly playbook: Known<Playbook | null>
  readonly stages: Known<readonly StageFacts[]>
  readonly files: Known<readonly FileFacts[]>
  /** What people call devices and persons, by id. */
  readonly names: Readonly<Record<string, string>>
  /** Titles of findings in the language of the report, by rule. */
  readonly titles: Readonly<Record<string, string>>
}
