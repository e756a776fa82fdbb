// What a site worker is given, and what it tells.
import type { Changes, Database, Telemetry } from '@nautilus/store'
import type { Turns } from './describing.ts'
import type { Entry } from './site-entry.ts'
import type { MakeFold } from './site-history.ts'
import type { ThreadTime } from './thread-time.ts'

export type SiteWorkerOptions = {
  readonly tenant: string
  readonly site: string
  readonly database: Database
  readonly telemetry: Telemetry
  /** Called again when a transaction failed: what is in memory is then ahead. */
  readonly fold: MakeFold
  /** ms, rising. */
  readonly now: () => number
  /** Of the sites of one thread. */
  readonly turns?: Turns | undefined
  readonly time?: ThreadTime | undefined
  /** Batches between snapshots at most. */
  readonly snapshotEvery?: number | undefined
  /** Told after each commit. */
  readonly onCommit?: (commit: Commit) => void
  /** A live batch came again with other contents. */
  readonly onStrange?: (sensor: string, detail: string) => void
  /** Told what an operator should know. */
  readonly onTrouble?: (message: string) => void
}

export type Commit = {
  readonly tenant: string
  readonly site: string
  readonly number: number
  readonly activities: number
  readonly changes: Changes
  /** Of the findings in it, those that nobody accepted. */
  readonly open: ReadonlySet<string>
  readonly batches: number
  /** The end of the newest batch (µs), and whether it came from live traffic; null where none was stored. */
  readonly to: { readonly at: number; readonly live: boolean } | null
}

/** The end of the newest batch that was taken. */
export function endOf(entries: readonly Entry[]): Commit['to'] {
  const last = entries.findLast(({ to }) => to !== null)
  return last ? { at: last.to!, live: last.packed.file === null } : null
}

/** A batch is missing in between: the sensor must send from there again. */
export class Gap extends Error {
  override readonly name = 'Gap'
  readonly expected: number

  constructor(sensor: string, expected: number, got: number) {
    super(`Sensor ${sensor} sent batch ${got}, and ${expected} is missing.`)
    this.expected = expected
  }
}
