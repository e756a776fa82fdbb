// Who acts in an incident: a person, with the duties held at that site at that moment.
import { type Actor, type Duty, duties, dutiesWith } from '@nautilus/response'
import { type Database, dutiesOf, membershipsOf, type Scoped } from '@nautilus/store'
import type { Person } from './auth.ts'

const isDuty = (text: string): text is Duty => (duties as readonly string[]).includes(text)

export type Place = { readonly tenant: string; readonly site: string }

export async function actorOf(db: Database, scoped: Scoped, { tenant, site }: Place, person: Person): Promise<Actor> {
  const memberships = await membershipsOf(db, person.id)
  const roles = memberships
    .filter(member => member.tenant === tenant && (member.site === '*' || member.site === site))
    .map(({ role }) => role)
  const given = await dutiesOf(scoped, site, person.id)
  return { kind: 'person', person: person.id, duties: dutiesWith(roles, given.filter(isDuty)) }
}
