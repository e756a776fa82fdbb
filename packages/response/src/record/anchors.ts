// The end of the chain at the end of each day. Signed and kept elsewhere, it shows later that nobody wrote it anew.
import type { Link } from './chain.ts'

/** `day`: `2026-01-31`, UTC. `seq` and `hash`: of the last link of that day. `links`: how many there are up to it. */
export type Anchor = { readonly day: string; readonly seq: number; readonly hash: string; readonly links: number }

/** One for each day that has links. `at`: µs since 1970-01-01 UTC of a link. */
export function anchorsOf<T>(links: readonly Link<T>[], at: (body: T) => number): readonly Anchor[] {
  const last = new Map<string, Anchor>()
  for (const { seq, hash, body } of links) {
    const day = dayOf(at(body))
    last.set(day, { day, seq, hash, links: seq + 1 })
  }
  return [...last.values()].sort((a, b) => a.seq - b.seq)
}

const dayOf = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000))
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
    .toString()
