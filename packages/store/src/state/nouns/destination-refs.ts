// What a receiver calls an object of ours: so that a change finds the record that an earlier event made there.
import type { Scoped } from '../database.ts'

export type DestinationRef = {
  readonly remote: string
  readonly state: string | null
  /** People closed it there, as a sentence; not given: nothing new of that. */
  readonly ended?: string | null
}

export async function getRef(scoped: Scoped, destination: string, object: string): Promise<DestinationRef | null> {
  const row = await scoped
    .selectFrom('destination_refs')
    .select(['remote', 'state'])
    .where('destination', '=', destination)
    .where('object', '=', object)
    .executeTakeFirst()
  return row ?? null
}

export async function setRef(
  scoped: Scoped,
  { tenant, destination }: { readonly tenant: string; readonly destination: string },
  object: string,
  ref: DestinationRef,
): Promise<void> {
  const row = { ...ref, seen_at: new Date() }
  await scoped
    .insertInto('destination_refs')
    .values({ tenant, destination, object, ...row })
    .onConflict(c => c.columns(['tenant', 'destination', 'object']).doUpdateSet(row))
    .execute()
}

/** Records of an incident that people closed in other systems. */
export async function endedElsewhere(scoped: Scoped, site: string, incident: string) {
  const rows = await scoped
    .selectFrom('destination_refs')
    .innerJoin('destinations', 'destinations.id', 'destination_refs.destination')
    .select(['destinations.name as destination', 'destinations.kind', 'ended', 'seen_at'])
    .where('object', '=', `${site}/${incident}`)
    .where('ended', 'is not', null)
    .orderBy('destinations.name')
    .execute()
  return rows.map(({ destination, kind, ended, seen_at }) => ({
    ...{ destination, kind, text: ended ?? '', at: seen_at.toISOString() },
  }))
}
