/** When something was seen, and the frame that showed it first. */
export type Seen = { first: number; last: number; frame: number }

type Sight = { readonly first: number; readonly last: number; readonly frame: number }

export const seenAs = ({ first, last, frame }: Sight): Seen => ({ first, last, frame })

/** Widens `seen`; the order of calls does not matter. */
export function widen(seen: Seen, sight: Sight): void {
  if (sight.first < seen.first || (sight.first === seen.first && sight.frame < seen.frame)) {
    seen.first = sight.first
    seen.frame = sight.frame
  }
  if (sight.last > seen.last) seen.last = sight.last
}

/** Plain order of characters: the same on every machine, whatever its language. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
