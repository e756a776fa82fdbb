import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'

/** A fault in one message that does not stop the stream: `modbus.trailing-bytes`, and the byte where it shows. */
export type Oddity = { readonly code: string; readonly at: number }

/**
 * What `parse` learned from the front of a buffer. It never throws.
 * - `message`: `size` bytes are used up, at least one and at most all. A message whose frame is right and whose inside is
 *   not is still a message, with an oddity: the stream goes on.
 * - `need`: the buffer must hold this many bytes before trying again.
 * - `malformed`: these bytes are not ours. The caller looks for the next message boundary.
 */
export type Parsed<M> =
  | {
      readonly kind: 'message'
      readonly message: M
      readonly size: number
      readonly oddities: readonly Oddity[]
      /** Where `Item.at` points, when a carrier cut the message in parts; the raw message otherwise. */
      readonly body?: Uint8Array
      /**
       * Bytes behind the message that belong to it and tell nothing more: contents of a file, ciphertext. They are passed
       * over as they come and never held. Streams only.
       */
      readonly skip?: number
    }
  | { readonly kind: 'need'; readonly bytes: number }
  | { readonly kind: 'malformed'; readonly code: string; readonly at: number }

/**
 * How a message is counted and paired. Null `function`: of a request or notice, that it opens or keeps the connection
 * and belongs to no function (COTP connect); of a reply, that it does not say which, so that it counts as its request's.
 * A `notice` has no counterpart: cyclic data, alarms, keep-alives.
 */
export type Label = {
  readonly role: 'request' | 'reply' | 'notice'
  /** Equal in a request and its reply, among the messages outstanding on a flow. */
  readonly pair: number
  readonly function: FunctionRef | null
  /** A negative reply. */
  readonly error: boolean
  /**
   * Of a notice below transport, or between equals: which end sent it. Below transport the server, unless it says so;
   * between equals that of the flow.
   */
  readonly sender?: Side
  /** Functions carried inside, each counted like `function`: services in a CIP multiple service, EtherCAT datagrams. */
  readonly inner?: readonly (FunctionRef & { readonly error?: boolean })[]
}

/** Bytes of a message, from its first. */
export type Stretch = { readonly at: number; readonly length: number }

/** What a request and its reply meant together. Either can be missing; a notice arrives as the reply. */
export type Meaning = {
  readonly operation: Operation | null
  readonly claims: readonly Claim[]
  /**
   * The meaning depends on nothing but the bytes of these two messages, and two pairs whose bytes differ only in
   * `Repeat.volatile` and in the values of the items mean the same. Such a pair may take the repeat path.
   */
  readonly repeatable: boolean
  /** Further operations of the same messages, in their order: verbs or outcomes that one operation cannot hold. */
  readonly more?: readonly Operation[]
  /**
   * Of a repeatable notice: the bytes that may differ, besides the values of its items, in one that means the same
   * (counters, time stamps). The next notice of this sender that differs in nothing else builds nothing.
   */
  readonly varies?: readonly Stretch[]
}

/** Interprets the messages of one flow. May remember (block names, session keys), in bounded memory. */
export type Session<M> = {
  /**
   * Joins what the protocol itself cut over several datagrams (BACnet segments, DCE/RPC fragments). Called for each
   * message that was parsed, before its label is asked for: gives the message to go on with, or null while parts are
   * missing. What is held is bounded; `body` is where the items of a joined message point. Absent: nothing is cut.
   */
  join?(message: M, from: Side): Joined<M> | null
  interpret(request: M | null, reply: M | null): Meaning
}

/** A message to go on with; `body` when it is not the bytes that were parsed last. */
export type Joined<M> = { readonly message: M; readonly body?: Uint8Array }

/**
 * What the repeat path must know to recognise, without building anything, a message equal to an earlier one. All four
 * read plain bytes, allocate nothing and are called once a packet.
 */
export type Repeat = {
  /** The bytes of a message, from its first, that may differ between equal messages: numbers that pair, no meaning. */
  readonly volatile: { readonly at: number; readonly length: number }
  /** Size of the message that starts at `start` if it is whole, of a kind that repeats, and ends by `end`; else 0. */
  size(bytes: Uint8Array, start: number, end: number): number
  /** 1 a request, 2 a reply, 0 take the clear path. Only asked after `size` said yes. */
  role(bytes: Uint8Array, start: number, from: Side): number
  /** What `Label.pair` would be. */
  pair(bytes: Uint8Array, start: number): number
}

/** Where messages of a protocol are found. Ports are a prior that orders the trials; structure decides. */
export type Carriers = {
  readonly tcp?: readonly number[]
  readonly udp?: readonly number[]
  /** Ethernet types: the payload of a frame is one message. */
  readonly ethernet?: readonly number[]
  /** IP protocol numbers: the payload of a packet is one message. */
  readonly ip?: readonly number[]
  /** Destination service access points of IEEE 802.2 frames. The message begins with the LLC header. */
  readonly llc?: readonly number[]
  /** IEEE 802.2 SNAP: organisation × 65536 + protocol, for organisations other than 0. The message begins with the LLC header. */
  readonly snap?: readonly number[]
}

/**
 * A protocol: bytes → message → operation. `parse` is stateless, never throws, and sees whole or cut messages;
 * `session().interpret` turns messages into shared words. Source: the specification that the file cites on top.
 */
export type Dissector<M = unknown> = {
  readonly name: string
  /** As people write it: `Modbus`, `S7comm`. */
  readonly title: string
  readonly carriers: Carriers
  /**
   * How many bits of evidence the front of this payload gives for being ours: the number of bits that had to have one
   * value to pass. Negative: it cannot be ours. 0: cannot tell yet (too short). Called for new flows only.
   */
  recognize(bytes: Uint8Array, from: Side): number
  parse(bytes: Uint8Array, from: Side): Parsed<M>
  label(message: M, from: Side): Label
  session(): Session<M>
  /**
   * What the first bytes that are passed over (`Parsed.skip`) tell: of a file, which kind it is. A notice, told once for
   * each message with contents; null where they tell nothing. At most `FRONT_OF_FILE` bytes.
   */
  contents?(front: Uint8Array, from: Side): M | null
  /**
   * Both ends of a flow are equals, and who asks is the client of what was asked (BACnet). Elsewhere the client of a flow
   * stays that, also where its protocol lets the server ask (an S7 controller that fetches the blocks of a download).
   */
  readonly equals?: boolean
  /** Absent when nothing of this protocol repeats. */
  readonly repeat?: Repeat
  /** What is named and not decoded, a phrase each, for docs/protocols.md. */
  readonly omits?: readonly string[]
  /** The longest message that is waited for, in bytes. Longer ones are malformed. */
  readonly maxMessage: number
}

/** Bytes of contents from which it is told what they are, where they are there. */
export const FRONT_OF_FILE = 512

export const defineDissector = <M>(dissector: Dissector<M>): Dissector<M> => dissector

export const need = (bytes: number): { kind: 'need'; bytes: number } => ({ kind: 'need', bytes })
export const malformed = (code: string, at: number): { kind: 'malformed'; code: string; at: number } => ({
  kind: 'malformed',
  code,
  at,
})

/** A meaning with nothing in it. */
export const silent: Meaning = { operation: null, claims: [], repeatable: false }
