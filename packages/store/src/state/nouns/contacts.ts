// Where each channel reaches a person at a site. Person `*` is the site itself.
import type { Scoped } from '../database.ts'

export type ContactKey = { readonly person: string; readonly channel: string }

/** Without what is sealed. */
export const listContacts = (scoped: Scoped, site: string) =>
  scoped
    .selectFrom('contacts')
    .select(['person', 'channel', 'kind', 'shown', 'version', 'changed_by', 'changed_at'])
    .where('site', '=', site)
    .orderBy('person')
    .orderBy('channel')
    .execute()

export const getContact = async (scoped: Scoped, site: string, { person, channel }: ContactKey) =>
  (await scoped
    .selectFrom('contacts')
    .select(['person', 'channel', 'kind', 'shown', 'sealed', 'version'])
    .where('site', '=', site)
    .where('person', '=', person)
    .where('channel', '=', channel)
    .executeTakeFirst()) ?? null

export type NewContact = ContactKey & { readonly kind: string; readonly shown: string; readonly sealed: Buffer }

export async function writeContact(
  scoped: Scoped,
  { tenant, site, by }: { tenant: string; site: string; by: string },
  { person, channel, kind, shown, sealed }: NewContact,
): Promise<void> {
  const known = await getContact(scoped, site, { person, channel })
  const row = { kind, shown, sealed, version: (known?.version ?? 0) + 1, changed_by: by, changed_at: new Date() }
  await scoped
    .insertInto('contacts')
    .values({ tenant, site, person, channel, ...row })
    .onConflict(c => c.columns(['tenant', 'site', 'person', 'channel']).doUpdateSet(row))
    .execute()
}

/** False when there is none. */
export async function removeContact(scoped: Scoped, site: string, { person, channel }: ContactKey): Promise<boolean> {
  const done = await scoped
    .deleteFrom('contacts')
    .where('site', '=', site)
    .where('person', '=', person)
    .where('channel', '=', channel)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}
