import type { Join } from '@nautilus/model'
import { hashOf } from '../asset-id.ts'
import { byText } from '../seen.ts'

/** Addresses named in one judgement. */
const MOST_ADDRESSES = 16

export type Judged = Omit<Join, 'id' | 'by'> & { readonly by?: string }

/** The id rests on what was judged and how, so that it stays when the reasons grow. */
export function joinOf(judged: Judged): Join {
  const { verdict, rule, reasons, confidence, since, by = null } = judged
  const addresses = judged.addresses.slice(0, MOST_ADDRESSES)
  const id = `j-${hashOf(`${verdict} ${rule} ${addresses.toSorted(byText).join(' ')}`)}`
  return { id, verdict, addresses, rule, reasons, confidence, since, by }
}
