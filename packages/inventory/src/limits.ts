/** What the inventory keeps at most, whatever the network sends. What is beyond is counted and told in one notice. */
export type Limits = {
  readonly assets: number
  /** MAC and IP addresses together. */
  readonly addresses: number
  /** Pairs of a MAC and an IP address it sent as. */
  readonly bindings: number
  /** Pairs of client and server, per protocol and port. */
  readonly links: number
  /** Claims of all assets together. */
  readonly claims: number
  /** Registers, tags and objects of all assets together. */
  readonly points: number
  /** Values of one attribute of one asset. */
  readonly values: number
  /** The same for attributes of which a device has many: modules, services, neighbours. */
  readonly listed: number
  /** Objects named in one row of the control table. */
  readonly objects: number
  /** Characters of one value. */
  readonly text: number
  /** MAC addresses shown for one asset. */
  readonly macs: number
}

export const defaultLimits: Limits = {
  assets: 100_000,
  addresses: 200_000,
  bindings: 400_000,
  links: 400_000,
  claims: 2_000_000,
  points: 100_000,
  values: 16,
  listed: 64,
  objects: 8,
  text: 256,
  macs: 16,
}
