import type { Party } from './activity.ts'

/**
 * How a connection went. `attempt`: asked, never answered. `refused`: answered by a reset or by an ICMP error. `open`:
 * both sides were heard, or data flowed to a group, which answers nobody. `half`: only one side was heard, in the
 * middle: a mirror that shows one way.
 */
export type ConnectionState = 'attempt' | 'refused' | 'open' | 'half'

/** Equal connections of one pair over an interval, whether or not anybody knows what they say. */
export type Connection = {
  /**
   * Microseconds since 1970-01-01 UTC of the first and the last packet. Of connections that go on from the interval
   * before, `first` is where that one was counted to.
   */
  readonly first: number
  readonly last: number
  readonly client: Party
  /** Both texts empty where a flood was merged and the server, or the client, was not kept. */
  readonly server: Party
  readonly transport: 'tcp' | 'udp'
  /** Port of the server; 0 where a flood was merged and it was not kept. */
  readonly port: number
  /** What is spoken on it; null where nobody could tell. */
  readonly protocol: string | null
  readonly state: ConnectionState
  /** Connections opened, tried or first seen in the interval; 0 when all of them go on from the one before. */
  readonly count: number
  /** By who sent them, transport payload for the bytes. */
  readonly packets: { readonly client: number; readonly server: number }
  readonly bytes: { readonly client: number; readonly server: number }
  /** Number of the first frame of the first connection in the capture, from 1. */
  readonly frame: number
}
