// What the running platform is given.
import type { BusPort } from '@nautilus/api'
import type { Rule } from '@nautilus/detection'
import type { Logger } from 'pino'
import type { Calls } from '../response/escalation.ts'
import type { Cluster } from './cluster/cluster.ts'
import type { BucketConfig } from './config-bus.ts'
import type { RingConfig } from './ring-config.ts'
import type { Traces } from './site-calls.ts'
import type { Stores } from './stores.ts'

export type PlatformOptions = {
  readonly stores: Stores
  readonly rules: readonly Rule[]
  readonly folder: string
  readonly log: Logger
  /** ms of normal operation that the demonstration plant teaches at its first start. */
  readonly lesson: number
  /** Bytes that any packed capture may unpack into, however small it is. */
  readonly unpacked?: number
  /** The packets that live sensors keep on the disk; null: none. */
  readonly ring?: RingConfig | null
  /** Where spans of the threads go. */
  readonly traces?: Traces | null
  /** µs since 1970-01-01 UTC. */
  readonly now?: () => number
  /** Not given: contacts are good until the platform ends, and no mail leaves. */
  readonly calls?: Calls
  /** The other processes of this installation; not given: there is this one alone. */
  readonly cluster?: Cluster | null
  /** It works on sites; one that serves pages alone does not. */
  readonly works?: boolean
  /** Sensors of other machines on the bus. */
  readonly bus?: BusPort | null
  /** Where the packets of findings are kept; not given: in the folder. */
  readonly bucket?: BucketConfig | null
}
