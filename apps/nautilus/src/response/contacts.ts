// Where a channel reaches a person: what is the person's own before what is the site's.
import type { Database, Scoped, Sealer } from '@nautilus/store'
import { asTenant, getContact, namesOf } from '@nautilus/store'
import type { Settings } from './channels/adapter.ts'
import { adapters } from './channels/index.ts'

export type ContactPlace = {
  readonly tenant: string
  readonly site: string
  readonly person: string
  readonly channel: string
}

/** The site itself, in place of a person. */
export const SITE = '*'

export const placeOf = ({ tenant, site, person, channel }: ContactPlace) => [tenant, site, person, channel]

export type Contact = { readonly kind: string; readonly to: Settings }

/** Null where nobody said how. The mail of an account is known without that. */
export async function contactFor(db: Database, sealer: Sealer, place: ContactPlace): Promise<Contact | null> {
  const { own, shared } = await asTenant(db, place.tenant, async scoped => ({
    own: await opened(scoped, sealer, place),
    shared: await opened(scoped, sealer, { ...place, person: SITE }),
  }))
  const first = own ?? shared
  if (first) {
    const below = own && shared?.kind === own.kind ? shared.to : {}
    return { kind: first.kind, to: { ...below, ...first.to } }
  }
  const account = place.channel === 'mail' ? (await namesOf(db, [place.person])).get(place.person) : undefined
  return account ? { kind: 'mail', to: { address: account.email } } : null
}

/** Null too where it was sealed under another secret: then the contact must be written again. */
async function opened(scoped: Scoped, sealer: Sealer, place: ContactPlace): Promise<Contact | null> {
  const row = await getContact(scoped, place.site, place)
  if (!row) return null
  const text = sealer.open(placeOf(place), row.sealed)
  if (text === null) return null
  return { kind: row.kind, to: JSON.parse(text) as Settings }
}

/** What is wrong with settings, by field; empty where they are good. */
export function contactFaults(channel: string, kind: string, person: string, to: Settings): Record<string, string> {
  const adapter = adapters.find(one => one.channel === channel && one.kind === kind)
  if (!adapter) return { kind: `must be one of ${kindsOf(channel)}` }
  const mine = adapter.fields.filter(({ whose }) => whose === 'both' || (whose === 'site') === (person === SITE))
  const faults: Record<string, string> = {}
  for (const { name, isRequired, fault } of mine) {
    const value = to[name] ?? ''
    const why = value === '' ? (isRequired ? 'must be given' : null) : fault(value)
    if (why !== null) faults[name] = why
  }
  for (const name of Object.keys(to)) if (!mine.some(field => field.name === name)) faults[name] = 'is not known here'
  return faults
}

const kindsOf = (channel: string): string =>
  adapters
    .filter(one => one.channel === channel)
    .map(({ kind }) => kind)
    .join(', ') || 'none: this channel is not there'
