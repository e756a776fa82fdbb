// A desk of sources on a real store, with a clock that tests turn.
import { addSource, asTenant, type Database, getSource, newDestinationId } from '@nautilus/store'
import { IntelligenceDesk } from '../../apps/nautilus/src/inward/intelligence-desk.ts'
import { ListDesk } from '../../apps/nautilus/src/inward/list-desk.ts'
import { SourceDesk } from '../../apps/nautilus/src/inward/source-desk.ts'
import type { Sites } from '../../apps/nautilus/src/platform/site-calls.ts'
import { workDesk } from '../../apps/nautilus/src/platform/work-desk.ts'
import { sealer, type TestClock } from '../outward/plant.ts'

export type Desks = {
  readonly lists: ListDesk
  readonly intelligence: IntelligenceDesk
  readonly sources: SourceDesk
  /** Sites that were told of changed orders. */
  readonly spread: string[]
  readonly troubles: unknown[]
}

export function desksOn(
  { db, url, folder }: { readonly db: Database; readonly url: string; readonly folder: string },
  clock: TestClock,
  allowPrivate = true,
): Desks {
  const spread: string[] = []
  const troubles: unknown[] = []
  const onTrouble = (what: string, detail: object) => void troubles.push([what, detail])
  const sites = {
    call: async (place: { site: string }, call: { kind: string }) => void spread.push(`${place.site} ${call.kind}`),
  }
  const work = workDesk({ db, rules: [], sites: sites as unknown as Sites })
  const lists = new ListDesk({ db, folder })
  const now = () => clock.now()
  const intelligence = new IntelligenceDesk({ db, databaseUrl: url, now, onTrouble, onChanged: () => {} })
  const sources = new SourceDesk({
    ...{ db, sealer, version: '1.2.3', allowPrivate, clock, lists, intelligence, work, onTrouble },
  })
  return { lists, intelligence, sources, spread, troubles }
}

export async function addTo(
  db: Database,
  desk: SourceDesk,
  wanted: { kind: string; site: string | null; settings: Record<string, string>; secrets?: Record<string, string> },
): Promise<string> {
  const { kind, site, settings, secrets = {} } = wanted
  const id = newDestinationId()
  const sealed = desk.seal('a', id, secrets)
  await asTenant(db, 'a', scoped =>
    addSource(
      scoped,
      { tenant: 'a', id, by: 'ada' },
      { ...{ kind, site, name: kind, settings, sealed, hours: 24 }, enabled: true },
    ),
  )
  return id
}

export const sourceIn = async (db: Database, id: string) => (await asTenant(db, 'a', scoped => getSource(scoped, id)))!
