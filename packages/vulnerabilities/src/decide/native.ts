// What anybody who reaches a device can do to it by its own protocols, without any vulnerability.
import type { Asset, Link } from '@nautilus/model'
import type { Gain } from './cvss.ts'

/**
 * Protocols whose specification has no authentication, with what they let anybody do. `guarded`: devices can demand a
 * password for it, so that it counts only where it was seen to be done.
 */
type Openness = { readonly open: readonly Gain[]; readonly guarded: readonly Gain[] }

const openness: Readonly<Record<string, Openness>> = {
  modbus: { open: ['disclosure', 'manipulation'], guarded: ['denial'] },
  'modbus-rtu': { open: ['disclosure', 'manipulation'], guarded: [] },
  s7comm: { open: ['disclosure'], guarded: ['denial', 'manipulation'] },
  enip: { open: ['disclosure', 'manipulation'], guarded: ['denial'] },
  'enip-io': { open: ['manipulation'], guarded: [] },
  bacnet: { open: ['disclosure', 'manipulation'], guarded: ['denial'] },
  dnp3: { open: ['disclosure'], guarded: ['denial', 'manipulation'] },
  iec104: { open: ['disclosure', 'manipulation', 'denial'], guarded: [] },
  melsec: { open: ['disclosure'], guarded: ['denial', 'manipulation'] },
  'omron-fins': { open: ['disclosure', 'manipulation', 'denial'], guarded: [] },
  'ge-srtp': { open: ['disclosure'], guarded: ['denial', 'manipulation'] },
  profinet: { open: ['denial'], guarded: [] },
  pcworx: { open: ['disclosure', 'denial'], guarded: ['manipulation'] },
  proconos: { open: ['disclosure', 'denial'], guarded: ['manipulation'] },
  goose: { open: ['manipulation'], guarded: [] },
  mms: { open: ['disclosure'], guarded: ['manipulation'] },
  'hart-ip': { open: ['disclosure', 'manipulation'], guarded: [] },
  'roc-plus': { open: ['disclosure'], guarded: ['manipulation'] },
  bsap: { open: ['disclosure', 'manipulation'], guarded: [] },
  tristation: { open: ['disclosure', 'denial'], guarded: ['manipulation'] },
  'knxnet-ip': { open: ['manipulation'], guarded: [] },
}

const proves: Readonly<Record<string, Gain>> = {
  write: 'manipulation',
  force: 'manipulation',
  download: 'manipulation',
  edit: 'manipulation',
  stop: 'denial',
  reset: 'denial',
  mode: 'denial',
}

export type NativeWay = { readonly protocol: string; readonly seen: boolean }

/**
 * The protocol by which the same can be done without the vulnerability, or null. Code of one's own on the device is
 * more than any of these protocols gives. `within`: only protocols that are reachable from as far; null for all.
 */
export function nativeWay(
  asset: Asset,
  gain: Gain,
  links: readonly Link[],
  within: readonly string[] | null,
): NativeWay | null {
  if (gain === 'execution') return null
  for (const protocol of servedBy(asset)) {
    const told = openness[protocol]
    if (!told || (within !== null && !within.includes(protocol))) continue
    const seen = links.some(
      link =>
        link.server === asset.id &&
        link.protocol === protocol &&
        Object.keys(link.verbs).some(verb => proves[verb] === gain),
    )
    if (told.open.includes(gain) || (seen && told.guarded.includes(gain))) return { protocol, seen }
  }
  return null
}

export const servedBy = ({ protocols }: Pick<Asset, 'protocols'>): string[] =>
  protocols.flatMap(spoken => (spoken.endsWith(' server') ? [spoken.slice(0, -' server'.length)] : []))
