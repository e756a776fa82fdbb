import type { Notice } from '@nautilus/model'
import type { Limits } from './limits.ts'

export type Dropped = {
  readonly assets: number
  readonly addresses: number
  readonly claims: number
  readonly operations: number
  readonly points: number
  readonly idleRules: number
  /** Masks, addresses asked for and conversations with the internet. */
  readonly told: number
}

/** What the inventory could not keep. */
export function noticesOf(
  limits: Limits,
  { assets, addresses, claims, operations, points, idleRules, told }: Dropped,
): Notice[] {
  const notice = (code: string, count: number, message: string): Notice[] =>
    count > 0 ? [{ code, message, count, at: 0, frame: 0 }] : []
  return [
    ...notice(
      'inventory.full',
      assets + addresses,
      `The inventory is full at ${limits.assets} devices; what was seen of further ones is not kept. Look for a scan or forged addresses, or watch fewer networks with one sensor.`,
    ),
    ...notice(
      'inventory.claims-dropped',
      claims,
      `More claims about devices than are kept (${limits.values} values of one attribute); the least trusted were left out.`,
    ),
    ...notice(
      'inventory.points-full',
      points,
      `More than ${limits.points} registers, tags and objects were seen; values of further ones are not kept.`,
    ),
    ...notice(
      'inventory.networks-full',
      told,
      'More masks, addresses asked for or internet addresses were seen than are kept; networks, the list of internet addresses and silent networks may be incomplete.',
    ),
    ...notice(
      'inventory.links-full',
      operations,
      `More than ${limits.links} links were seen; operations of further ones are not counted.`,
    ),
    ...notice(
      'inventory.rule-idle',
      idleRules,
      'Rules that say which addresses are one device name addresses that were never seen; they have no effect. Check their spelling, or remove them.',
    ),
  ]
}
