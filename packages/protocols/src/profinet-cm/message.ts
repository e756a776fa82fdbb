// What a datagram of context management holds. IEC 61158-6-10, 5.2: blocks behind five words of NDR.
import type { Side } from '@nautilus/model'
import type { Datagram } from '../carriers/dcerpc/connectionless.ts'

export type Module = {
  readonly api: number
  readonly slot: number
  readonly module: number
  /** -1 where the module's own state is not told. */
  readonly state: number
  readonly submodules: readonly Submodule[]
}
export type Submodule = { readonly subslot: number; readonly ident: number; readonly state: number }

export type Relation = {
  readonly type: number
  readonly uuid: string
  readonly key: number
  readonly mac: string
  /** Of a request: name of the one that connects, how long it waits in units of 100 ms, its properties. */
  readonly station: string
  readonly timeout: number
  readonly properties: number
}

export type Stream = {
  readonly type: number
  readonly reference: number
  readonly frameId: number
  readonly length: number
  /** Send clock × reduction, in units of 31.25 µs; 0 in a reply. */
  readonly cycle: number
}

/** A record that is read or written. `at` and `size` say where its data lie in the message. */
export type Entry = {
  readonly block: number
  readonly api: number
  readonly slot: number
  readonly subslot: number
  readonly index: number
  readonly length: number
  readonly ar: string
  readonly status: number
  readonly at: number
  readonly size: number
}

export type Control = { readonly block: number; readonly ar: string; readonly key: number; readonly command: number }

export type Content = {
  relation: Relation | null
  streams: Stream[]
  expected: Module[]
  differences: Module[]
  /** Name of the device's own station. */
  server: string
  entries: Entry[]
  multiple: boolean
  control: Control | null
  /** Byte of a block that does not fit; -1 when all do. */
  wrong: number
}

export type Endpoint = { readonly interface: string; readonly port: number; readonly annotation: string }

export type Cm = {
  readonly head: Datagram
  readonly from: Side
  /** PNIOStatus of a response, status of a fault or reject; 0 when all is well. */
  readonly status: number
  readonly content: Content | null
  readonly endpoints: readonly Endpoint[]
  /** The datagram, while it is one part of several. */
  readonly part: Uint8Array | null
  /** The message, whose records are read when they are interpreted. */
  readonly bytes: Uint8Array
}
