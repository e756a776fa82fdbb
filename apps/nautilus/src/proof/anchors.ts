// Signs the end of each day of the record of every tenant, once the day is over.
import type { Seal } from '@nautilus/api'
import { canonical } from '@nautilus/response'
import { addAnchor, asTenant, type Database, listTenants, openAnchors } from '@nautilus/store'
import type { Logger } from 'pino'
import { Regularly } from '../platform/regularly.ts'

/** How many days were signed. `now`: ms since 1970. */
export async function signDays(db: Database, seal: Seal, now: number): Promise<number> {
  const today = new Date(now).toISOString().slice(0, 10)
  let signed = 0
  for (const { id: tenant } of await listTenants(db))
    signed += await asTenant(db, tenant, async scoped => {
      const open = await openAnchors(scoped, today)
      for (const { day, seq, hash, links } of open) {
        const anchor = { day, seq, hash, links }
        await addAnchor(scoped, tenant, { ...anchor, key: seal.key, signature: seal.sign(canonical(anchor)) })
      }
      return open.length
    })
  return signed
}

/** ms. */
const FIRST = 30_000
const EVERY = 3_600_000

export type AnchorsOptions = {
  readonly db: Database
  readonly seal: Seal
  readonly log: Logger
  /** Whether it is for this process to do. */
  readonly isOn?: () => boolean
}

/** Looks every hour while the platform runs. */
export const hourlyAnchors = ({ db, seal, log, isOn = () => true }: AnchorsOptions): Regularly =>
  new Regularly({
    first: FIRST,
    every: EVERY,
    work: async now => {
      if (isOn()) await signDays(db, seal, now)
    },
    onTrouble: error => log.error({ err: error }, 'the ends of days could not be signed; it is tried again in an hour'),
  })
