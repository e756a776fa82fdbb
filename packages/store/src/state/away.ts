// What went wrong because the database is away for a moment, and would go well later.
import { setTimeout as pause } from 'node:timers/promises'

/** Of the system: nobody listens, or the connection broke. */
const BROKEN = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])
/**
 * Of PostgreSQL, appendix A: connection exceptions; an administrator or a crash ended it, or it is starting; too many
 * connections; it was silent in a transaction for too long.
 */
const SQLSTATE = /^(08...|57P0[123]|53300|25P03)$/
/** What the driver says of a connection that broke while a query was under way; it gives these no code. */
const WORDS = /^(Connection terminated|Client has encountered a connection error|Client was closed)/

/** Whether the database could not be asked, or the connection was lost before it answered. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? BROKEN.has(code) || SQLSTATE.test(code) : WORDS.test(error.message)
}

/** ms for which it is waited for, and between two tries. */
const PATIENCE = 60_000
const AGAIN = 250

/**
 * Tries again while the database is away. `isAgain`: nobody knows whether what was tried before is stored, for the answer
 * may have been lost. `onAway`: told once, with the first error.
 */
export async function patiently<T>(
  work: (isAgain: boolean) => Promise<T>,
  onAway: (error: unknown) => void = () => {},
): Promise<T> {
  const until = performance.now() + PATIENCE
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await work(isAgain)
    } catch (error) {
      if (!isAway(error) || performance.now() > until) throw error
      if (!isAgain) onAway(error)
      await pause(AGAIN)
    }
  }
}
