import type { Evidence, RoleIdea } from './evidence.ts'
import { namedAsPlantDevice, ownCard } from './naming.ts'
import { servesPlant } from './portrait.ts'

/** A firewall routes too. */
const besideFirewall = 0.6
/** Controllers with two ports bridge as well. */
const bridgeInDevice = 0.3

/** LLDP and CDP say who forwards frames and packets. */
export const forwarding: RoleIdea = portrait => {
  const values = (portrait.claims.get('capability') ?? []).map(({ value }) => value)
  const found: Evidence[] = []
  if (values.some(value => /\b(bridge|switch)\b/i.test(value))) {
    const confidence = servesPlant(portrait) || namedAsPlantDevice(portrait) ? bridgeInDevice : 0.85
    found.push({ role: 'switch', confidence, reason: 'says it bridges' })
  }
  if (values.some(value => /\brouter\b/i.test(value))) {
    found.push({ role: 'router', confidence: 0.7, reason: 'says it routes' })
  }
  return found
}

/** Packets of others come through it: a router, or a firewall where its maker makes those. */
export const routing: RoleIdea = ({ device, matches }) => {
  if (!device.routing) return []
  const { confidence, reason } = device.routing
  const filters = matches.some(({ print, claim }) => print.role === 'firewall' && claim.confidence >= ownCard)
  const found: Evidence[] = [{ role: 'router', confidence: filters ? confidence * besideFirewall : confidence, reason }]
  if (filters) found.push({ role: 'firewall', confidence, reason })
  return found
}
