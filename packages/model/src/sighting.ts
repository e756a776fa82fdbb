import type { Party } from './activity.ts'

/** What can be claimed of an asset. */
export const attributes = [
  'vendor',
  'model',
  'orderNumber',
  'hardware',
  'firmware',
  'serial',
  'name',
  'os',
  'mode', // run, stop, program, key switch
  'module', // one slot or module of a rack, as text
  'program', // name or identity of the control program
  'location', // plant or site designation stored in the device
  'description',
  'service', // a service it offers, as `protocol/port`
  'neighbour', // what a link-layer protocol says is at the other end
  'address', // an address the device claims beyond those seen
  'vlan', // the tag (IEEE 802.1Q) that its frames carried
  'capability', // bridge, router, station, …
  'session', // an identity a client gives for itself
  'software', // a program and its version, as a banner or agent text tells it
  'domain', // a directory or name domain it belongs to
  'user', // an account name used from it
  'credential', // a secret went over the wire in clear: the kind and the account, never the secret
  'certificate', // subject, issuer and end of a certificate it showed
  'fingerprint', // how its stack behaves: JA4, HASSH, option lists
] as const

export type Attribute = (typeof attributes)[number]

/** One claim a message makes about one side of a flow. `confidence` is 0 to 1. */
export type Claim = {
  readonly about: 'client' | 'server'
  /** Whom it is said of, where that is no end of the flow: a DHCP client that has no address yet. */
  readonly of?: Party
  readonly attribute: Attribute
  readonly value: string
  readonly confidence: number
}

/** One claim about one asset, with where it came from. Conflicting claims are kept. */
export type Sighting = {
  readonly party: Party
  readonly attribute: Attribute | 'binding'
  readonly value: string
  /** `protocol message`, for example `s7comm szl 0x0011`. */
  readonly source: string
  readonly confidence: number
  readonly first: number
  readonly last: number
  readonly frame: number
}
