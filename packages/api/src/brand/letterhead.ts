// What letters of a tenant look like, whom they come from, and where their links lead.
import { type Brand, ownBrand } from '@nautilus/mail'
import type { Database } from '@nautilus/store'
import { brandOf, reachFor } from './brand-book.ts'

export type Letterhead = {
  readonly brand: Brand
  /** Host name of the console; null: as it is configured. */
  readonly domain: string | null
  /** Of a letter: the name, and the address where it is another than the configured one. */
  readonly sender: { readonly from: string; readonly address?: string }
}

export async function letterheadOf(db: Database, tenant: string | null, site: string | null = null) {
  const { product, colours } = await brandOf(db, tenant, site)
  const { domain, mailName, mailAddress } = await reachFor(db, tenant)
  const brand: Brand = { product: product ?? ownBrand.product, accent: colours?.accent ?? ownBrand.accent }
  const sender = { from: mailName ?? brand.product, ...(mailAddress === null ? {} : { address: mailAddress }) }
  return { brand, domain, sender } satisfies Letterhead
}
