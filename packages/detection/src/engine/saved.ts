// What an engine remembers, as plain data: objects, lists, maps, sets, numbers and texts.
import type { SavedRunner } from './runner.ts'
import type { SavedFindings } from './saved-findings.ts'

/** Rises with every change of what is saved or of what it means, and of the state of any rule. */
export const SAVED_ENGINE = 2

/**
 * Rules, settings, site and orders are no part of it. Where they are others when it is restored, what was found stays as
 * it was found, and what comes is judged anew; a rule that is no more takes its findings along. One graph: what is
 * shared in it must be shared again when it is read back.
 */
export type SavedEngine = {
  readonly version: typeof SAVED_ENGINE
  /** By rule. */
  readonly runners: ReadonlyMap<string, SavedRunner>
  readonly findings: SavedFindings
  readonly seen: Set<string>
  readonly taught: boolean
}

/** Whether this program can go on with it. What `save` gave is believed: whoever stores it guards it. */
export const isSavedEngine = (saved: unknown): saved is SavedEngine =>
  typeof saved === 'object' && saved !== null && (saved as { version?: unknown }).version === SAVED_ENGINE
