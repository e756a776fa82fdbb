// Are there enough different persons for everything that an approval needs? Nobody counts twice, whatever duties he has.
import type { Duty } from '../duties.ts'
import type { Need } from './playbook.ts'

/** More of one duty than any rule asks for; a need beyond it can never be met. */
export const MAX_COUNT = 10

export type Approver = { readonly person: string; readonly duties: readonly Duty[] }

export const fits = (need: Need, { duties }: Pick<Approver, 'duties'>): boolean =>
  duties.some(duty => (typeof need.duty === 'string' ? need.duty === duty : need.duty.includes(duty)))

/** What is still missing when each approver takes the place where he is needed most. Empty: everything is met. */
export function missing(needs: readonly Need[], approvers: readonly Approver[]): readonly Need[] {
  const places = needs.flatMap(need => Array.from({ length: placesOf(need) }, () => need))
  const distinct = [...new Map(approvers.map(approver => [approver.person, approver])).values()]
  const taken = new Map<number, number>()
  const seat = (approver: number, tried: Set<number>): boolean => {
    for (const [place, need] of places.entries()) {
      if (tried.has(place) || !fits(need, distinct[approver]!)) continue
      tried.add(place)
      const sitting = taken.get(place)
      if (sitting !== undefined && !seat(sitting, tried)) continue
      taken.set(place, approver)
      return true
    }
    return false
  }
  for (const approver of distinct.keys()) seat(approver, new Set())
  const open = places.filter((_, place) => !taken.has(place))
  return [...new Set(open)].map(need => ({ ...need, count: open.filter(each => each === need).length }))
}

/** A count that is none asks for more than there can be. */
const placesOf = ({ count }: Need): number =>
  Number.isInteger(count) && count >= 0 && count <= MAX_COUNT ? count : MAX_COUNT + 1
