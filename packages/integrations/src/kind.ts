// A kind of destination: how events look there, and what its answers mean. One folder each. It speaks to the world through
// the port below alone, so that rules for addresses, proxies and certificates are kept in one place, outside.
import type { OutwardEvent, OutwardTopic } from '@nautilus/model'

export type FieldType = 'text' | 'lines' | 'url' | 'number' | 'flag' | 'choice'

/** What a person fills in. */
export type Field = {
  readonly name: string
  readonly type: FieldType
  /** Goes in and never comes out. */
  readonly isSecret: boolean
  readonly isRequired: boolean
  readonly choices: readonly string[]
  /** Used where nothing is given. */
  readonly otherwise: string
  /** Why a value is refused, as the end of a sentence; null: it is good. */
  readonly fault: (value: string) => string | null
}

export type Settings = Readonly<Record<string, string>>

export type WireRequest = {
  readonly method?: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export type WireAnswer = {
  readonly status: number
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** A connection over TCP or TLS. */
export type Line = {
  /** Resolves when the system has taken it; throws `Unreached`. */
  write(bytes: Uint8Array): Promise<void>
  /** Of what was heard: the next piece; null at its end. Where nothing comes for `patience` ms, it is closed. */
  read(patience?: number): Promise<Uint8Array | null>
  /** From here on it is TLS; of one that was dialled with `later`. Throws `Unreached`. */
  secure(): Promise<void>
  /** Why it is closed; null while it is open. */
  readonly closed: string | null
  close(): void
}

export type Wire = {
  /** Throws `Unreached`. Follows no redirects. Who asks is said by the wire (`user-agent`), for it knows whose brand it is. */
  ask(request: WireRequest): Promise<WireAnswer>
  /** `later`: the receiver greets first, in the clear; nothing is said to it before `secure`. */
  dial(to: { readonly host: string; readonly port: number; readonly tls: boolean | 'later' }): Promise<Line>
  /** Keeps a file below the folder of the destination, all of which have at most so many bytes. Throws `Unreached`. */
  keep(name: string, bytes: Uint8Array, most: number): Promise<void>
  /** ms since 1970. */
  now(): number
  pause(ms: number): Promise<void>
}

/** Which of the things that people fill in trouble is about. */
export type About = 'address' | 'certificate' | 'credentials'

/** Nobody answered. */
export class Unreached extends Error {
  override readonly name = 'Unreached'
  /** The rules forbid to ask there at all. */
  readonly isForbidden: boolean
  /** What a person wrote that would explain it. */
  readonly about: About | null
  constructor(message: string, isForbidden = false, about: About | null = isForbidden ? 'address' : null) {
    super(message)
    this.isForbidden = isForbidden
    this.about = about
  }
}

export type Mapping = {
  readonly rename: Readonly<Record<string, string>>
  readonly add: Readonly<Record<string, string>>
}

export type Technique = { readonly id: string; readonly name: string; readonly tactics: readonly Tactic[] }
export type Tactic = { readonly id: string; readonly name: string }

/** One destination, as its sender sees it. */
export type Target = {
  /** Of the destination; the same for as long as it is there. */
  readonly id: string
  /** Everything that people filled in, what is secret too. */
  readonly settings: Settings
  readonly mapping: Mapping
  readonly wire: Wire
  /** Opens the object of an event in the console. */
  readonly link: (event: OutwardEvent) => string
  readonly technique: (id: string) => Technique
  readonly version: string
  /** What the receiver calls objects of ours. */
  readonly refs: Refs
}

/** Kept beside the destination; what is set is stored at once. */
export type Refs = {
  get(object: string): Promise<Ref | null>
  set(object: string, ref: Ref): Promise<void>
}
/** `state`: what was last heard or written of it there. */
export type Ref = { readonly remote: string; readonly state: string | null }

export type Trouble =
  /** Nothing is wrong with what was sent: come again. `after`: ms that the receiver asks for. */
  | {
      readonly kind: 'retry'
      readonly why: string
      readonly after?: number
      readonly isAnswered?: boolean
      readonly about?: About
    }
  /** A person has to change something: here, or there. */
  | { readonly kind: 'fault'; readonly why: string; readonly about?: About }
  /** Too much at once, or one of them is not taken, and it is not told which. */
  | { readonly kind: 'smaller'; readonly why: string }

/** By positions. What is neither delivered nor refused waits for what `rest` says. */
export type Answer = {
  readonly delivered: readonly number[]
  /** Never taken, however often it is sent. */
  readonly refused: readonly { readonly position: number; readonly why: string }[]
  readonly rest: Trouble | null
  /** What a person should know, although all went well. */
  readonly note?: string
}

/** What people did there to a record of ours. `text`: one sentence for the incident. */
export type RemoteChange = {
  readonly site: string
  readonly object: string
  readonly ref: Ref
  readonly text: string
  /** It is closed there. */
  readonly hasEnded: boolean
}

export type Sender = {
  send(events: readonly OutwardEvent[]): Promise<Answer>
  /** Looks what changed there since (ms), where a kind can; what we did ourselves is left out. */
  poll?(since: number): Promise<readonly RemoteChange[]>
  close(): Promise<void>
}

export type Kind = {
  readonly id: string
  readonly fields: readonly Field[]
  readonly topics: readonly OutwardTopic[]
  /** Events that one round takes. */
  readonly most: number
  /**
   * `events`: every event is a row. `states`: the receiver has one record for each object; what is sent later stands, so
   * nothing older may come after it.
   */
  readonly keeps: 'events' | 'states'
  /** What is true of it, for people: `at-least-once` or `once`, and how a repeated event is recognised. */
  readonly guarantee: string
  readonly open: (target: Target) => Sender
  /** What an event looks like there, for people: text as it is sent, anything else as JSON. `target` has no secrets. */
  readonly shows: (event: OutwardEvent, target: Target) => unknown
  /** What settings have to do with each other. By field; empty where all is well. */
  readonly check?: (settings: Settings) => Readonly<Record<string, string>>
}
