/** When something was seen, and the frame that showed it first. */
export type Seen = { first: number; last: number; frame: number }

type Sight = { readonly first: number; readonly last: number; readonly frame: number }

export const seenAs = ({ first, last, frame }: Sight): Seen => ({ first, last, frame })

/** Widens `seen`; the order of calls does not matter. True when it begins earlier than before. */
export function widen(seen: Seen, sight: Sight): boolean {
  const earlier = sight.first < seen.first
  if (earlier || (sight.first === seen.first && sight.frame < seen.frame)) {
    seen.first = sight.first
    seen.frame = sight.frame
  }
  if (sight.last > seen.last) seen.last = sight.last
  return earlier
}

/** Plain order of characters: the same on every machine, whatever its language. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
