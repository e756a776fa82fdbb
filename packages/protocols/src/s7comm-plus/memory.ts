// What a flow of S7comm-plus must remember: what the client made for itself, and which sequence is open. Bounded.
import type { Verb } from '@nautilus/model'
import type { Answered, Asked } from './content.ts'
import { FN } from './names.ts'

const MOST_MADE = 256

export class Memory {
  /** Objects the client made, and the verb it made them with. */
  readonly made = new Map<number, Verb>()
  /** What the open sequence is for; null when none is open. */
  sequence: Verb | null = null
  #depth = 0

  keep(code: number, asked: Asked, answered: Answered | null, verb: Verb): void {
    if (code === FN.createObject) this.#remember(answered?.made ?? [], verb)
    else if (verb === 'subscribe') this.#remember([asked.target], verb)
    if (code === FN.deleteObject) this.made.delete(asked.target)
    if (code === FN.beginSequence) this.#begin(verb)
    if (code === FN.endSequence) this.#end()
  }

  #remember(rids: readonly number[], verb: Verb): void {
    for (const rid of rids) if (this.made.size < MOST_MADE) this.made.set(rid, verb)
  }

  /** Sequences nest: the outer one says what they are for. */
  #begin(verb: Verb): void {
    this.#depth = this.sequence === null ? 1 : this.#depth + 1
    this.sequence ??= verb
  }

  #end(): void {
    this.#depth--
    if (this.#depth <= 0) this.sequence = null
  }
}
