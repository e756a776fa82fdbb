import type { Role } from '@nautilus/model'
import { isPublic, networkOf } from './address.ts'

type Placing = {
  /** In a network with a device of level 0 or 1 that it works on; for office devices, with any device of the plant. */
  readonly near: number
  readonly far: number
  readonly office?: true
}

/**
 * Purdue level by role, after ISA-95 and IEC 62443-1-1. What only forwards (switch, router) has none: it serves the
 * level that it lies in. What stands between plant and office is the demilitarised zone, 3.5.
 */
const levels: Readonly<Partial<Record<Role, Placing>>> = {
  'I/O device': { near: 0, far: 0 },
  drive: { near: 0, far: 0 },
  controller: { near: 1, far: 1 },
  'safety controller': { near: 1, far: 1 },
  RTU: { near: 1, far: 1 },
  IED: { near: 1, far: 1 },
  robot: { near: 1, far: 1 },
  gateway: { near: 1, far: 1 },
  'building controller': { near: 1, far: 1 },
  HMI: { near: 2, far: 2 },
  'SCADA server': { near: 2, far: 3 },
  'engineering workstation': { near: 2, far: 3 },
  'vendor laptop': { near: 2, far: 3 },
  historian: { near: 3, far: 3 },
  firewall: { near: 3.5, far: 3.5 },
  'remote-access gateway': { near: 3.5, far: 3.5 },
  'domain controller': { near: 3, far: 4, office: true },
  server: { near: 3, far: 4, office: true },
  workstation: { near: 3, far: 4, office: true },
  camera: { near: 3, far: 4, office: true },
  printer: { near: 3, far: 4, office: true },
  phone: { near: 3, far: 4, office: true },
  'IoT device': { near: 3, far: 4, office: true },
}
const internet = 5
const highestInPlant = 2

export type Surroundings = {
  readonly ips: readonly string[]
  /** Addresses of the plant devices that it works on. */
  readonly peers: readonly (readonly string[])[]
  /** Networks with devices of the plant. */
  readonly plant: ReadonlySet<string>
}

/** The level of a main role; null where it is unknown or has none. */
export function levelOf(role: Role | null, { ips, peers, plant }: Surroundings): number | null {
  const placing = role ? levels[role] : undefined
  if (!placing) return null
  if (placing.office) {
    if (ips.some(isPublic)) return internet
    return ips.some(ip => plant.has(networkOf(ip))) ? placing.near : placing.far
  }
  if (placing.near === placing.far) return placing.near
  const networks = new Set(ips.map(networkOf))
  return peers.some(peer => peer.some(ip => networks.has(networkOf(ip)))) ? placing.near : placing.far
}

/** Networks in which something of level 0 to 2 lives. */
export function plantNetworks(devices: Iterable<{ readonly role: Role | null; readonly ips: readonly string[] }>) {
  const networks = new Set<string>()
  for (const { role, ips } of devices) {
    const placing = role ? levels[role] : undefined
    if (!placing || placing.office || placing.near > highestInPlant) continue
    for (const ip of ips) networks.add(networkOf(ip))
  }
  return networks
}
