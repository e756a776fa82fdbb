// How people's acts get into the record of an incident: who they are there, and what a refusal becomes.
import type { Act, Entry, Incident, Refusal } from '@nautilus/response'
import { type Appended, appendEntries, asTenant, record, type Scoped } from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { callerOf, personOf } from '../access.ts'
import { actorOf, type Place } from '../actor.ts'
import type { Context } from '../app.ts'
import { notFound, Problem, problemOf } from '../problem.ts'

/** µs since 1970-01-01 UTC. */
export const nowMicros = (): number => Date.now() * 1000

/** Refusals that say: this person must not. */
const FORBIDDEN = new Set([
  'entry.not-yours',
  'entry.person-needed',
  'state.not-yours',
  'playbook.in-use',
  'approval.not-yours',
  'override.same-person',
])

const isForbidden = ({ code }: Refusal): boolean => FORBIDDEN.has(code) || code.endsWith('.not-yours')

/** The incident, or the problem that the refusal is. */
export function incidentFrom(done: Appended): Incident {
  switch (done.kind) {
    case 'appended':
      return done.incident
    case 'missing':
      throw notFound('incident of this id')
    case 'moved':
      throw problemOf(
        412,
        'incident.moved',
        'Somebody else worked on this incident meanwhile: look again, and then go on.',
        { more: { seq: done.seq } },
      )
    case 'refused':
      throw new Problem(isForbidden(done.refusal) ? 403 : 409, done.refusal.message, undefined, {
        code: done.refusal.code,
        values: done.refusal.values,
      })
  }
}

type Work = {
  readonly scoped: Scoped
  readonly actor: Entry['by']
  /** Adds to a record; throws a problem where that may not be. */
  readonly append: (incident: string, acts: readonly Act[], seq?: number) => Promise<Incident>
}

/** One transaction, in which a person works on incidents of a site. Whoever must not is in the record of the tenant. */
export async function workingOn<T>(
  { db, platform }: Context,
  request: FastifyRequest,
  place: Place,
  object: string,
  work: (work: Work) => Promise<T>,
): Promise<T> {
  const person = personOf(request)
  const { find } = await platform.playbooks(place.tenant)
  try {
    return await asTenant(db, place.tenant, async scoped => {
      const actor = await actorOf(db, scoped, place, person)
      const append: Work['append'] = async (incident, acts, seq) => {
        const entries = acts.map((act): Entry => ({ at: nowMicros(), by: actor, act }))
        const options = seq === undefined ? { find } : { find, seq }
        return incidentFrom(await appendEntries(scoped, place, incident, entries, options))
      }
      return work({ scoped, actor, append })
    })
  } catch (error) {
    if (error instanceof Problem && error.status === 403) await refused(db, request, place, object, error)
    throw error
  }
}

const refused = (
  db: Context['db'],
  request: FastifyRequest,
  place: Place,
  object: string,
  { message, more }: Problem,
) =>
  asTenant(db, place.tenant, scoped =>
    record(scoped, place.tenant, {
      who: callerOf(request).name,
      site: place.site,
      action: 'incident.refused',
      object,
      detail: { ...more, why: message },
    }),
  )
