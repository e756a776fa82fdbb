import type { Asset, Role } from '@nautilus/model'
import { networkOf } from './address.ts'

/** Purdue level by role. `near`: when it shares a network with a device of level 0 or 1 that it works on. */
const levels: Readonly<Partial<Record<Role, { readonly near: number; readonly far: number }>>> = {
  'I/O device': { near: 0, far: 0 },
  controller: { near: 1, far: 1 },
  'safety controller': { near: 1, far: 1 },
  gateway: { near: 1, far: 1 },
  HMI: { near: 2, far: 2 },
  'SCADA server': { near: 2, far: 3 },
  'engineering workstation': { near: 2, far: 3 },
  historian: { near: 3, far: 3 },
}
/** A weaker belief places no device. */
const believed = 0.5

/** The level of the role that is believed most; roles without a level are passed over. */
export function levelOf(
  roles: Asset['roles'],
  ips: readonly string[],
  peers: readonly (readonly string[])[],
): number | null {
  const level = roles.map(({ role, confidence }) => (confidence >= believed ? levels[role] : undefined)).find(l => l)
  if (!level) return null
  if (level.near === level.far) return level.near
  const networks = new Set(ips.map(networkOf))
  return peers.some(peer => peer.some(ip => networks.has(networkOf(ip)))) ? level.near : level.far
}
