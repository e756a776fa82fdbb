// Who may come in as somebody, seen from tenants that do not trust each other: an account is of the whole installation, so
// what one tenant let somebody do with it must be of no use when another one gives it rights.
import {
  asTenant,
  type Database,
  endOtherWays,
  type Footing,
  footingOf,
  isProven,
  type Mailbox,
  membershipsOf,
  prove,
  record,
} from '@nautilus/store'

/** Of whoever has the mailbox alone, from here on: a password was chosen by the link in a letter. */
export async function keepToMailbox(db: Database, person: Mailbox): Promise<void> {
  await db.transaction().execute(async all => {
    await endOtherWays(all, person.id)
    await prove(all, person)
  })
  await recordEverywhere(db, person, 'password.reset')
}

/** What a person did to their account, for each tenant that they belong to. */
export async function recordEverywhere(db: Database, person: Mailbox, action: string): Promise<void> {
  const tenants = new Set((await membershipsOf(db, person.id)).map(({ tenant }) => tenant))
  for (const tenant of tenants)
    await asTenant(db, tenant, scoped => record(scoped, tenant, { who: person.email, action, object: person.email }))
}

/** Rights outside this tenant. */
export const hasRightsBeyond = ({ rights, provider }: Footing, tenant: string): boolean =>
  provider || rights.some(of => of !== tenant)

/** Rights outside this tenant, or such as could follow. */
export const countsBeyond = (places: Footing, tenant: string): boolean =>
  hasRightsBeyond(places, tenant) || places.directories.some(of => of !== tenant)

/**
 * Whether rights of one more place may be put on an account as it is. Those who answer for all places where it counts already
 * could have come in anyway (`trusted`); else whoever has it must have shown the mailbox.
 */
export async function isSafeToTrust(db: Database, person: Mailbox, trusted: readonly string[]): Promise<boolean> {
  if (await isProven(db, person)) return true
  const { rights, directories } = await footingOf(db, person.id)
  const places = [...rights, ...directories]
  return places.length > 0 && places.every(tenant => trusted.includes(tenant))
}
