// What one flow is remembered for, all of it bounded: blocks of uploads, variables of subscriptions, parts of answers.
import type { ItemSpec } from './address.ts'
import type { BlockName } from './blocks.ts'

const UPLOADS = 16
const JOBS = 64
const ANSWERS = 4
const LONGEST = 64 * 1024

/** Keeps the last `limit` entries. */
function bounded<K, V>(limit: number) {
  const entries = new Map<K, V>()
  return {
    get: (key: K): V | null => entries.get(key) ?? null,
    delete: (key: K): void => void entries.delete(key),
    set(key: K, value: V): void {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size > limit) entries.delete(entries.keys().next().value!)
    },
  }
}

/** An answer of which parts are still to come, and the request that asked for it. */
export type Answer = { readonly asked: Uint8Array; readonly parts: readonly Uint8Array[]; readonly length: number }

export type Memory = ReturnType<typeof memory>

export function memory() {
  const answers = bounded<number, Answer>(ANSWERS)
  return {
    /** By upload id: `start upload` names the block, the messages after it name the id only. */
    uploads: bounded<number, BlockName>(UPLOADS),
    /** By group and job number: what a subscription or a variable table asked for. */
    jobs: bounded<number, readonly ItemSpec[]>(JOBS),
    /**
     * Adds a part; all parts once the last is there, null before that or when the answer is too long. Only the first
     * part answers a request that asks for something, so that an answer whose beginning was not seen is not read.
     */
    collect(key: number, asked: Uint8Array, part: Uint8Array, last: boolean): Answer | null {
      const begun = answers.get(key) ?? (asked.length > 0 && !last ? { asked, parts: [], length: 0 } : null)
      if (!begun) return null
      const answer = { asked: begun.asked, parts: [...begun.parts, part], length: begun.length + part.length }
      if (last || answer.length > LONGEST) answers.delete(key)
      else answers.set(key, answer)
      return last && answer.length <= LONGEST ? answer : null
    },
    /** The request of an answer that is not complete yet. */
    asked: (key: number): Uint8Array | null => answers.get(key)?.asked ?? null,
  }
}

/** The parts of an answer as one. */
export function joined({ parts, length }: Answer): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
