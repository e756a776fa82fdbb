// A way to reach people. One file each; what comes out of one is one answer.
import type { Letterhead, Outgoing } from '@nautilus/api'
import type { Letter, Outcome } from '@nautilus/mail'
import type { Channel } from '@nautilus/response'
import type { Message } from '@nautilus/store'

/**
 * `by-hand`: nothing can be sent; a person has to call. `after`: µs that the receiver asks us to wait before we come again.
 */
export type Sent =
  | Outcome
  | { readonly kind: 'temporary'; readonly why: string; readonly after?: number }
  | { readonly kind: 'by-hand'; readonly why: string }

export type Settings = Readonly<Record<string, string>>

/** `whose`: of the person, or of the site as a whole; a person's own value goes before that of the site. */
export type Field = {
  readonly name: string
  readonly whose: 'person' | 'site' | 'both'
  readonly isSecret: boolean
  readonly isRequired: boolean
  /** Why a value is refused; null: it is good. */
  readonly fault: (value: string) => string | null
}

export type Delivery = {
  /** The same for every try of one page: receivers that know it take it once. */
  readonly key: string
  readonly message: Message
  readonly to: Settings
  /** Opens the page on which it is acknowledged; following it changes nothing. */
  readonly link: string
  /** Whose name and colour it has, and whom it comes from. */
  readonly head: Pick<Letterhead, 'brand' | 'sender'>
  /** Of this try, ms since 1970. */
  readonly now: number
}

export type Tools = {
  /** Keeps to the rules for addresses that people wrote. */
  readonly ask: (url: string, outgoing: Outgoing) => Promise<Response>
  /** Null: no mail is configured. */
  readonly mail: ((letter: Letter) => Promise<Outcome>) | null
}

export type Adapter = {
  readonly kind: string
  readonly channel: Channel
  readonly fields: readonly Field[]
  /** Names a contact without giving it away. */
  readonly shown: (to: Settings) => string
  readonly send: (delivery: Delivery, tools: Tools) => Promise<Sent>
}
