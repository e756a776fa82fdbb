/**
 * How a sensor hears live traffic. `ring`: from the kernel's memory; `tcpdump`: through a pipe of it; `stream`: from
 * somebody who captures, over TCP.
 */
export type Hearing = {
  readonly by: 'ring' | 'tcpdump' | 'stream'
  /** A sentence on why it is not the better way; absent where it is. */
  readonly why?: string
  readonly interfaces: readonly HeardInterface[]
}

export type HeardInterface = {
  readonly name: string
  /** `down`: switched off, or nothing at the other end. `gone`: not there any more. */
  readonly state: 'up' | 'down' | 'gone'
  /** Since the start of the sensor. */
  readonly packets: number
  readonly dropped: number
  /** How often the ring was full. */
  readonly frozen: number
  /** The fullest it was since the last word, 0 to 1. */
  readonly fill: number
  /** Packets a second since the last word. */
  readonly rate: number
  /** s since the last packet, or since the start; absent where it does not say. */
  readonly quiet?: number
}

/** What comes over the mirror, so that it can be told from an ordinary port. */
export type MirrorSight = {
  /** Frames of the last minutes, and those of them to one device. */
  readonly frames: number
  readonly unicast: number
  /** TCP connections that carried data since the start: with both sides heard, and with one. */
  readonly both: number
  readonly oneSided: number
}
