import type { Evidence, RoleIdea } from './evidence.ts'
import { namedAsPlantDevice } from './naming.ts'
import { servesPlant } from './portrait.ts'

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

/** Packets of others come through it. */
export const routing: RoleIdea = ({ device }) => (device.routing ? [{ role: 'router', ...device.routing }] : [])
