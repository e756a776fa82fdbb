/** What the sensor counted about its own sight, all files together. */
export type Sight = {
  readonly packets: number
  readonly duplicates: number
  /** Headers that contradict their length. */
  readonly broken: number
  /** TCP connections that carried data: with both sides heard, and with one. */
  readonly connections: { readonly both: number; readonly oneSided: number }
  /** Pairs of MAC addresses of which one sent to the other, and of which each sent to the other. */
  readonly pairs: { readonly any: number; readonly bothWays: number }
  /** The one MAC address that all pairs share; empty when there is none. */
  readonly commonMac: string
  readonly senders: number
  readonly gaps: number
  readonly lostBytes: number
  /** Packets earlier than one before them by more than a second, and the largest step, microseconds. */
  readonly clock: { readonly back: number; readonly most: number; readonly longestSilence: number }
  readonly vlans: readonly number[]
  readonly untagged: boolean
}

/** How much of a protocol was understood. */
export type Decoded = {
  readonly protocol: string
  readonly packets: number
  readonly messages: number
  readonly malformed: number
  readonly requests: number
  readonly replies: number
}

export type Unseen = {
  /** `noun.problem` */
  readonly code: string
  /** `blind`: most of what this sensor is for cannot be seen. */
  readonly grade: 'blind' | 'partial' | 'note'
  /** What is not seen, and how that is known. */
  readonly what: string
  /** What to ask the people who run the network; empty when nothing helps. */
  readonly ask: string
  /** What is filled into both sentences, so that they can be said in another language. */
  readonly values: Readonly<Record<string, string | number>>
}

export type Coverage = {
  readonly sight: Sight
  readonly protocols: readonly Decoded[]
  /** Shares of all packets, 0 to 1. */
  readonly recognised: number
  readonly encrypted: number
  /** Networks that were named or asked for, and whose devices were never heard. */
  readonly silent: readonly { readonly cidr: string; readonly addresses: number; readonly reason: string }[]
  /** The gravest first. */
  readonly unseen: readonly Unseen[]
}
