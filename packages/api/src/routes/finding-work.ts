// What people do with findings: one, or many at once.
import { alone, asTenant, getFinding, record, type Scoped, statuses, workFinding } from '@nautilus/store'
import { type Static, Type } from 'typebox'
import { type Caller, callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch } from '../etag.ts'
import { notFound, Problem } from '../problem.ts'
import { FindingWork, gives, id, listOf, nullable, SitePath } from './schemas.ts'

const fields = {
  status: Type.Optional(Type.Union(statuses.map(name => Type.Literal(name)))),
  reason: Type.Optional(Type.String({ maxLength: 2000 })),
  assignee: Type.Optional(nullable(Type.String({ maxLength: 254 }))),
}
const Work = Type.Object(fields, { additionalProperties: false })
type Change = Static<typeof Work>

/** Findings of one request. */
const MOST_AT_ONCE = 500
const Many = Type.Object(
  { ids: Type.Array(id, { minItems: 1, maxItems: MOST_AT_ONCE, uniqueItems: true }), ...fields },
  { additionalProperties: false },
)
const Outcome = Type.Object({
  id: Type.String(),
  done: Type.Boolean(),
  why: nullable(Type.String({ description: 'Why it was not done.' })),
})

/** What ends a finding needs a reason that others can read. */
const REASONED = new Set<string>(['accepted', 'suppressed', 'closed'])
const ACCEPTS = new Set<string>(['accepted', 'suppressed'])

function check({ status, reason }: Change, caller: Caller): void {
  if (status && REASONED.has(status) && !reason?.trim())
    throw new Problem(400, 'Say why, for those who come after you.', { reason: 'is required to end a finding' })
  if (status && ACCEPTS.has(status) && !caller.may('finding.accept'))
    throw new Problem(403, 'Your role does not include finding.accept.')
}

type At = { readonly tenant: string; readonly site: string; readonly by: string }

/** Null where there is none of this id. `check` may refuse it. */
async function change(
  scoped: Scoped,
  { tenant, site, by }: At,
  finding: string,
  body: Change,
  check = (_: unknown) => {},
) {
  await alone(scoped, tenant, site, 'finding', finding)
  const found = await getFinding(scoped, site, finding)
  if (!found) return null
  check(found.work)
  await workFinding(scoped, { tenant, site, finding, by }, body)
  await record(scoped, tenant, { who: by, site, action: 'finding.work', object: finding, detail: body })
  return (await getFinding(scoped, site, finding))?.work ?? null
}

export const findingWork: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/sites/:site/findings'
  const config = { need: 'finding.work' as const }

  app.patch(
    `${base}/:finding`,
    {
      config,
      schema: {
        tags: ['findings'],
        summary: 'Status, reason, assignee',
        params: Type.Object({ ...SitePath.properties, finding: id }),
        body: Work,
        response: gives(FindingWork),
      },
    },
    async request => {
      const { tenant, site, finding } = request.params
      const caller = callerOf(request)
      check(request.body, caller)
      const at = { tenant, site, by: caller.name }
      const work = await asTenant(db, tenant, scoped =>
        change(scoped, at, finding, request.body, before => checkMatch(request, before)),
      )
      if (!work) throw notFound('finding of this id')
      return work
    },
  )

  app.patch(
    base,
    {
      config,
      schema: {
        tags: ['findings'],
        summary: 'The same for many: status, reason, assignee; each says what became of it',
        params: SitePath,
        body: Many,
        response: gives(listOf(Outcome)),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const { ids, ...body } = request.body
      const caller = callerOf(request)
      check(body, caller)
      const at = { tenant, site, by: caller.name }
      return asTenant(db, tenant, async scoped => {
        const done = new Set<string>()
        // In one order, so that two requests for the same findings do not wait for each other.
        for (const finding of ids.toSorted()) if (await change(scoped, at, finding, body)) done.add(finding)
        const why = 'There is no finding of this id.'
        return { items: ids.map(id => ({ id, done: done.has(id), why: done.has(id) ? null : why })) }
      })
    },
  )
}
