// Zones in hunts. Activity names devices; which zone a device is in people may change at any time, so it is looked up when
// it is asked for.
import { type Among, assetsOfZones, type Scoped, siteFact } from '@nautilus/store'
import { Problem } from '../problem.ts'

const ends = { zone: ['client', 'server'], 'client.zone': ['client'], 'server.zone': ['server'] } as const
export type ZoneField = keyof typeof ends
export const zoneFields = Object.keys(ends) as readonly ZoneField[]
export const isZoneField = (text: string): text is ZoneField => text in ends

type Zone = { readonly id: string; readonly name: string }
type Term = { readonly field: ZoneField; readonly op: string; readonly value: string }

/** A value is the id of a zone, its name, or with `contains` a part of its name. */
export async function amongOf(scoped: Scoped, site: string, terms: readonly Term[]): Promise<Among[]> {
  if (terms.length === 0) return []
  const zones = ((await siteFact(scoped, site, 'zones')) ?? []) as readonly Zone[]
  const conditions: Among[] = []
  for (const { field, op, value } of terms) {
    if (op === 'gt' || op === 'lt')
      throw new Problem(400, `${field} is no number.`, { terms: 'ask with is, not, contains' })
    const fits =
      op === 'contains'
        ? ({ name }: Zone) => name.toLowerCase().includes(value.toLowerCase())
        : ({ id, name }: Zone) => id === value || name.toLowerCase() === value.toLowerCase()
    // A zone that people wrote at a device need not be one that the site has.
    const asked = [value, ...zones.filter(fits).flatMap(({ id, name }) => [id, name])]
    const devices = await assetsOfZones(scoped, site, [...new Set(asked)])
    conditions.push({ ends: ends[field], devices, not: op === 'not' })
  }
  return conditions
}
