// The same plant as if nothing kept anybody out: what the protection that is there is worth.
import type { Book } from './book.ts'
import { exposure, protocols, vendor, weakness } from './generate/priors.ts'
import { meanOf, type Range } from './range.ts'
import type { Moved } from './what-if.ts'

/** By the key of an input: as it would be with every way open, weaknesses that are exploited, and no login anywhere. */
const bare: Readonly<Record<string, Range>> = {
  'process.exposure': exposure.outside,
  'process.weakness': weakness.exploited,
  'process.protocols': protocols.open,
  'process.vendor': vendor.seen,
}

/** The book without protection, and what moved. What is worse already, or was said to be by a person, stays. */
export function unprotected(book: Book): { readonly book: Book; readonly moved: readonly Omit<Moved, 'by'>[] } {
  const moved: Omit<Moved, 'by'>[] = []
  const inputs = book.inputs.map(input => {
    const after = bare[input.key]
    if (!after || meanOf(after) <= meanOf(input.range)) return input
    moved.push({ input: input.id, before: input.range, after })
    return { ...input, range: after }
  })
  return { book: { ...book, inputs }, moved }
}
