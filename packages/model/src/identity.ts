/**
 * A judgement that addresses are one device, or that they are not although something spoke for it. Evidence of both
 * kinds is told; a judgement of a person outranks it and is undone by taking back the rule.
 */
export type Join = {
  /** The same for the same addresses, verdict and rule: what a person refers to. */
  readonly id: string
  readonly verdict: 'same' | 'different'
  /** What was judged, one address of each side first. */
  readonly addresses: readonly string[]
  /** `serial number`, `management address`, `rule of a person`, … */
  readonly rule: string
  /** One sentence each; for a refusal first what spoke for a join, then what against it. */
  readonly reasons: readonly string[]
  /** 0 to 1, of the verdict. */
  readonly confidence: number
  /** Microseconds since 1970-01-01 UTC: from when all of the evidence was there. */
  readonly since: number
  /** The person whose rule it is; null when the traffic says so. */
  readonly by: string | null
}

/** What must be known of an address before it is taken for a device's. */
export const addressNotes = [
  'virtual', // answered for by several devices in turn: VRRP, HSRP, GLBP, CARP, load balancing, fail-over
  'moved', // another device's before or after
  'contested', // others sent as it at the same time
  'VLAN changed', // its frames carried one tag (IEEE 802.1Q) before and carry another since
  'in several VLANs', // another device has it too, in a VLAN of its own
  'locally administered', // a MAC made up by software, at random or by a rule
  'shown in part', // the device has more than are shown
] as const

export type AddressNote = {
  readonly kind: (typeof addressNotes)[number]
  readonly address: string
  /** MAC addresses of the others concerned. */
  readonly with: readonly string[]
  readonly reason: string
  readonly first: number
  readonly last: number
}
