// Accepted as normal, or not to be heard of again. Every part but the reason may be left open; not all of them.
import { addAcceptance, asTenant, endAcceptance, getSite, listAcceptances, record } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, listOf, nullable, Reason, SitePath, Time, Uuid } from './schemas.ts'

const Kind = Type.Union([Type.Literal('accept'), Type.Literal('suppress')])
const part = Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 200 })))
const New = Type.Object(
  {
    kind: Kind,
    rule: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Any, when it is not given.' })),
    source: part,
    target: part,
    verb: part,
    reason: Reason,
    expires: Type.Optional(nullable(Time)),
  },
  { additionalProperties: false },
)
const fields = {
  id: Uuid,
  kind: Kind,
  rule: Type.String({ description: '`*`: any' }),
  source: nullable(Type.String()),
  target: nullable(Type.String()),
  verb: nullable(Type.String()),
  reason: Type.String(),
  expires_at: nullable(Time),
  made_by: nullable(Type.String()),
  made_at: Time,
  ended_at: nullable(Time),
}
const Row = Type.Object(fields)
const Counted = Type.Object({ ...fields, findings: Type.Integer({ description: 'That it covers or covered.' }) })

export const acceptances: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/sites/:site/acceptances'

  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: { tags: ['findings'], summary: 'Acceptances', params: SitePath, response: gives(listOf(Counted)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listAcceptances(scoped, request.params.site),
      })),
  )

  app.post(
    base,
    {
      config: { need: 'finding.accept' },
      schema: {
        tags: ['findings'],
        summary: 'Accepts or suppresses findings, those that are there and those that come',
        params: SitePath,
        body: New,
        response: gives(Row, 201),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { rule = '*', source = null, target = null, verb = null, kind, reason, expires = null } = request.body
      if (rule === '*' && source === null && target === null && verb === null)
        throw new Problem(400, 'This would silence everything.', { rule: 'or another part must be given' })
      const until = expires === null ? null : new Date(expires)
      if (until && until.getTime() <= Date.now())
        throw new Problem(400, 'It would be over before it begins.', { expires: 'must be in the future' })
      const by = callerOf(request).name
      const made = await asTenant(db, tenant, async scoped => {
        if (!(await getSite(scoped, site))) throw notFound('site of this name')
        const row = { tenant, site, kind, rule, source, target, verb, reason, expires: until, by }
        const added = await addAcceptance(scoped, row)
        await record(scoped, tenant, {
          who: by,
          site,
          action: `finding.${kind}`,
          object: added.id,
          detail: request.body,
        })
        return added
      })
      return reply.code(201).send(made)
    },
  )

  app.delete(
    `${base}/:acceptance`,
    {
      config: { need: 'finding.accept' },
      schema: {
        tags: ['findings'],
        summary: 'Ends an acceptance: what it covered is open again',
        params: Type.Object({ ...SitePath.properties, acceptance: Uuid }),
        response: gives(Row),
      },
    },
    request => {
      const { tenant, site, acceptance } = request.params
      return asTenant(db, tenant, async scoped => {
        const ended = await endAcceptance(scoped, { tenant, site }, acceptance)
        if (!ended) throw notFound('acceptance that is still open')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, site, action: 'acceptance.end', object: acceptance })
        return ended
      })
    },
  )
}
