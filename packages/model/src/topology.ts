/** A network of addresses, as told by a message or inferred from who speaks to whom. */
export type Subnet = {
  /** `10.0.1.0/24`; the id as well. */
  readonly cidr: string
  /** A message told the mask; without one it is inferred. */
  readonly told: boolean
  readonly reason: string
  /** Tags that its devices were heard with. */
  readonly vlans: readonly number[]
  /** Asset ids; of an address that was named and never heard, the address. */
  readonly gateways: readonly string[]
  /** Asset ids. */
  readonly assets: readonly string[]
  /** `direct`: at least one of its devices was heard on its own wire. `routed`: only through a router. */
  readonly heard: 'direct' | 'routed'
}

/** What a port says of itself, or what a device says is plugged into one of its ports. */
export type Neighbour = {
  /** Asset id of the device that told it. */
  readonly asset: string
  /** Of that device; empty when it did not say. */
  readonly port: string
  /** Asset id of the device at the other end; null when it was not told, or nobody of that name was heard. */
  readonly peer: string | null
  /** What the device calls the one at the other end; empty when it only told of itself. */
  readonly peerName: string
  readonly peerPort: string
  readonly source: string
  readonly first: number
  readonly last: number
}

/** Why a connection is a step for somebody who holds the client. */
export const stepKinds = [
  'login', // a screen or a shell of the other side
  'remote control', // procedures of the other side: DCOM, remote management
  'tunnel', // into the network behind the other side
  'file share', // files that the other side runs or reads
  'database',
  'web', // pages that may set something
  'engineering', // program and settings of a controller
  'process', // values of the process
] as const
export type StepKind = (typeof stepKinds)[number]

export type PathStep = {
  /** Asset ids. */
  readonly client: string
  readonly server: string
  readonly protocol: string
  readonly port: number
  readonly kind: StepKind
  /** In words. */
  readonly why: string
}

/** A way over connections that were seen, from where people of the office or of the world are to the process. */
export type ExposurePath = {
  /** Asset ids. */
  readonly from: string
  readonly to: string
  readonly origin: 'outside' | 'remote access' | 'office'
  /** No other way between the two is shorter. */
  readonly shortest: boolean
  readonly steps: readonly PathStep[]
}

/** An address of the internet that a device of the site talked with. */
export type ExternalPeer = {
  readonly address: string
  /** Asset id of the device inside. */
  readonly asset: string
  /** Who asked: `in` from outside, `out` from inside. */
  readonly direction: 'in' | 'out'
  readonly protocol: string
  readonly port: number
  readonly operations: number
  /** Of requests and replies, application layer, where messages were told apart. */
  readonly bytes: number
  readonly first: number
  readonly last: number
}

/** Who can change a controller, and who can act on those who can. */
export type Reach = {
  /** Asset id. */
  readonly controller: string
  readonly direct: readonly {
    readonly asset: string
    readonly protocols: readonly string[]
    readonly verbs: readonly string[]
  }[]
  /** `through` is the asset id of the next one on the way; `steps` counts connections to the controller. */
  readonly indirect: readonly {
    readonly asset: string
    readonly through: string
    readonly protocol: string
    readonly kind: StepKind
    readonly steps: number
  }[]
}
