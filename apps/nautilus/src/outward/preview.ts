// What a destination would be told, before anything is sent: something real and recent, or an example that says so.
import {
  faultsOf,
  filledIn,
  type Kind,
  type Mapping,
  type Settings,
  type Target,
  Unreached,
} from '@nautilus/integrations'
import { type OutwardEvent, type OutwardTopic, topicOf } from '@nautilus/model'
import { asTenant, type Database, type DestinationFilter, recentOutward } from '@nautilus/store'
import { isWanted } from './filter.ts'
import { trialEvent } from './trial.ts'

export type Preview = {
  /** `none`: nothing of the kind happened here yet, and this is an example. */
  readonly of: 'sent' | 'held' | 'none'
  readonly topic: OutwardTopic
  /** The finding, incident or device that it is about. */
  readonly object: string
  readonly title: string
  readonly text: string
}

/** Looked through for one that the filter lets pass. */
const MOST = 200

export type Looked = { readonly settings: Settings; readonly filter: DestinationFilter; readonly mapping: Mapping }
type Around = Pick<Target, 'link' | 'technique' | 'version'> & { readonly db: Database; readonly now: number }

/** What is wrong with settings that are not secret and were written: secrets are not looked at. */
export function lookFaults(kind: Kind, settings: Settings): Record<string, string> {
  const open = kind.fields.filter(({ isSecret }) => !isSecret)
  const given = Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => value !== '' && open.some(each => each.name === name)),
  )
  return faultsOf(
    open.map(field => ({ ...field, isRequired: false })),
    given,
  )
}

export async function previewOf(tenant: string, kind: Kind, looked: Looked, around: Around): Promise<Preview> {
  const { settings, filter, mapping } = looked
  const open = Object.fromEntries(
    kind.fields.filter(({ isSecret }) => !isSecret).map(({ name }) => [name, settings[name] ?? '']),
  )
  const { db, now, link, technique, version } = around
  const target: Target = {
    ...{ id: '', settings: filledIn(kind.fields, open), mapping, link, technique, version },
    ...{ wire: nowhere(now), refs: { get: async () => null, set: async () => {} } },
  }
  const { event, of } = await chosen(tenant, kind, filter, { db, now })
  const shown = kind.shows(event, target) ?? null
  return {
    ...{ of, topic: topicOf(event.kind), object: event.object },
    title: event.finding?.title ?? event.incident?.title ?? event.asset?.name ?? event.object,
    text: typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2),
  }
}

async function chosen(
  tenant: string,
  kind: Kind,
  filter: DestinationFilter,
  { db, now }: Pick<Around, 'db' | 'now'>,
): Promise<{ readonly event: OutwardEvent; readonly of: Preview['of'] }> {
  const topics = filter.topics.filter(topic => kind.topics.includes(topic))
  let held: OutwardEvent | null = null
  for (const topic of topics) {
    const recent = await asTenant(db, tenant, scoped => recentOutward(scoped, tenant, topic, MOST))
    const passing = recent.find(event => isWanted(event, filter))
    if (passing) return { event: passing, of: 'sent' }
    held ??= recent[0] ?? null
  }
  if (held) return { event: held, of: 'held' }
  return { event: trialEvent(tenant, topics[0] ?? kind.topics[0] ?? 'finding', now * 1000), of: 'none' }
}

/** Nothing is sent for a look. */
function nowhere(now: number): Target['wire'] {
  const never = async () => {
    throw new Unreached('Nothing is sent for a look.', true)
  }
  return { ask: never, dial: never, keep: never, pause: async () => {}, now: () => now }
}
