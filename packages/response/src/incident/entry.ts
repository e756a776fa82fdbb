import type { Act } from './act.ts'
import type { Actor } from './actor.ts'

/**
 * One thing that happened in an incident. Entries are only ever appended; what an incident is, is a fold over them.
 * `at`: when it was recorded, µs since 1970-01-01 UTC; an act may name another moment that it is about.
 */
export type Entry = { readonly at: number; readonly by: Actor; readonly act: Act }
