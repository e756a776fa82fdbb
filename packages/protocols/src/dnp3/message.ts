// What DNP3 frames and fragments become. Clauses: IEEE 1815-2012.
import type { Side } from '@nautilus/model'
import type { Layout } from './layouts.ts'

/** An object header and the place of its objects: 4.2.2.7. Offsets count from the first byte of the fragment. */
export type Header = {
  readonly group: number
  readonly variation: number
  readonly qualifier: number
  /** No range: all points. */
  readonly all: boolean
  readonly start: number
  /** Objects that are there. */
  readonly count: number
  /** Where the objects begin, and where they end. */
  readonly at: number
  readonly end: number
  /** Bytes of the index, or of the size, in front of each object. */
  readonly prefix: number
  readonly sized: boolean
  /** Null where no objects follow, or where their form is not known. */
  readonly layout: Layout | null
}

/** A link frame that carries no fragment of its own: services of the link, parts, and what failed its CRC. */
export type LinkFrame = {
  readonly kind: 'link'
  readonly from: Side
  readonly primary: boolean
  readonly code: number
  readonly source: number
  readonly destination: number
  readonly whole: boolean
}

export type Fragment = {
  readonly kind: 'fragment'
  readonly from: Side
  readonly master: number
  readonly outstation: number
  readonly first: boolean
  readonly final: boolean
  readonly unsolicited: boolean
  readonly sequence: number
  readonly code: number
  /** Internal indications: the first byte high. -1 in requests. */
  readonly indications: number
  readonly headers: readonly Header[]
  readonly body: Uint8Array
}

export type Message = LinkFrame | Fragment

export const isResponse = (code: number): boolean => code >= 129
