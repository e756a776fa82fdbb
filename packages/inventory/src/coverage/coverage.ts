// What this sensor does not see, in words: a mirror port shows what it was told to show, and nobody notices the rest.
import type { Asset, Coverage, Decoded, Sight, Subnet } from '@nautilus/model'
import type { Asked } from '../topology/hearsay.ts'
import { silentNetworks } from './silent.ts'
import { unseenBy } from './unseen.ts'

export type CoverageInput = {
  readonly sight: Sight
  readonly protocols: readonly Decoded[]
  /** Of services that no dissector recognised; `entropy` in bits per byte where enough was seen. */
  readonly unrecognised: readonly { readonly packets: number; readonly entropy: number | null }[]
  readonly assets: readonly Asset[]
  readonly subnets: readonly Subnet[]
  readonly asked: Iterable<Asked>
}

/** Unreadable without keys, as a protocol or as part of it. */
const sealed: ReadonlySet<string> = new Set(['tls', 'ssh', 'ipsec', 'wireguard', 'openvpn', 'rdp', 'teamviewer'])
/** Bits per byte: above it is what is encrypted or compressed. Text and process data stay under 7. */
const DENSE = 7.5

export function coverageOf(input: CoverageInput): Coverage {
  const { sight, protocols, unrecognised, assets, subnets } = input
  const spoken = sum(protocols.map(({ packets }) => packets))
  const strange = sum(unrecognised.map(({ packets }) => packets))
  const dense = sum(unrecognised.map(({ packets, entropy }) => (entropy !== null && entropy >= DENSE ? packets : 0)))
  const secret = sum(protocols.map(({ protocol, packets }) => (sealed.has(protocol) ? packets : 0)))
  const all = Math.max(1, spoken + strange)
  const silent = silentNetworks(input.asked, subnets)
  const shares = { recognised: spoken / all, encrypted: (secret + dense) / all }
  const rounded = { recognised: round(shares.recognised), encrypted: round(shares.encrypted) }
  return {
    sight,
    protocols,
    ...rounded,
    silent,
    unseen: unseenBy({ sight, protocols, ...rounded, silent, assets, subnets }),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
const round = (share: number): number => Math.round(share * 1000) / 1000
