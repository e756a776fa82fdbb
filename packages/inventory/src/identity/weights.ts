// How much each sign speaks for one device, in hundredths: a hundred joins two addresses.
import type { Sign, SignKind } from './signs.ts'

/** Enough for a join; from `WORTH_TELLING` on a pair that was not joined is told. */
export const ENOUGH = 100
export const WORTH_TELLING = 50

/** Signs of one group can be wrong together: a copied disk has the name, the keys and the certificate of the first. */
export type Group = 'hardware' | 'name' | 'copyable'

type Weight = {
  readonly group: Group
  readonly points: number
  /** More devices than this with one value: a default of the maker. */
  readonly most: number
}

const weights: Readonly<Partial<Record<SignKind, Weight>>> = {
  'serial number': { group: 'hardware', points: 70, most: 8 },
  'AMS net id': { group: 'hardware', points: 70, most: 4 },
  chassis: { group: 'name', points: 70, most: 64 },
  'station name': { group: 'name', points: 60, most: 4 },
  'host name': { group: 'name', points: 50, most: 8 },
  'SNMP engine': { group: 'copyable', points: 60, most: 8 },
  'host key': { group: 'copyable', points: 60, most: 8 },
  certificate: { group: 'copyable', points: 50, most: 8 },
}

/** Null for what alone finds no pair, and only adds to what another sign found. */
export const weightOf = (kind: SignKind): Weight | null => weights[kind] ?? null

/** Same serial number and same maker or order number. */
export const SAME_PRODUCT = 30
/** Of two with one host name. */
export const DOMAIN = 10
/** They describe themselves, or behave, alike. */
export const ALIKE = 15
/** Their MAC addresses follow each other. */
export const NEIGHBOURS = 40
/** The one was there before the other came; with a MAC that changes by design that is what one expects. */
export const SUCCESSION = 30
export const MADE_UP_MAC = 10
/** Both alive at once in one network, each with an interface and an IPv4 address of its own: two like devices. */
export const SIDE_BY_SIDE = -50

/** What saying an address as its own is worth, by who says it. */
const addressWeights: Readonly<Record<string, number>> = {
  lldp: 100,
  cdp: 100,
  stp: 100,
  profinet: 100,
  'profinet-cm': 100,
  nbns: 100,
  icmp: 100,
  'knxnet-ip': 100,
  mdns: 70,
  'ptp-link': 70,
  enip: 50,
  fox: 50,
  // A DHCPv6 identity is made of an address once, and stays when the card or the dock is another's.
  dhcpv6: 30,
}
/** Two that name one address as theirs are one device even where nobody was heard at that address. */
const managing: ReadonlySet<string> = new Set(['lldp', 'cdp', 'stp', 'profinet', 'profinet-cm'])

export const addressWeightOf = ({ source }: Sign): number => addressWeights[source] ?? 0
export const isManaging = ({ source }: Sign): boolean => managing.has(source)
