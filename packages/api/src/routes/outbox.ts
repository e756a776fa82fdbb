// What was sent and what was not; acknowledging without a session; sheets for when nothing can be sent.
import { asTenant, listOutbox, record, repeatOutgoing } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { badCursor, notFound, problemOf } from '../problem.ts'
import { checkHere } from './existing.ts'
import { nowMicros } from './incident-work.ts'
import { Document, gives, givesFile, Micro, nullable, Paging, pageOf, SitePath } from './schemas.ts'

const text = nullable(Type.String())
const Row = Type.Object({
  id: Type.String(),
  incident: text,
  person: Type.String(),
  channel: Type.String(),
  payload: Document,
  state: Type.String({ description: 'waiting, sent, by-hand, failed, dead' }),
  tries: Type.Integer(),
  next_at: Micro,
  last_error: text,
  made_at: Micro,
  done_at: nullable(Micro),
  acknowledged_at: nullable(Micro),
})
const states = Type.Union(['waiting', 'sent', 'by-hand', 'failed', 'dead'].map(state => Type.Literal(state)))
const base = '/api/tenants/:tenant/sites/:site/outbox'
const tags = ['escalation']

export const outbox: Routes = (app, context) => {
  const { db, platform } = context
  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'What was sent and what was not, the newest first',
        params: SitePath,
        querystring: Type.Object({ ...Paging, state: Type.Optional(Type.Array(states)) }),
        response: gives(pageOf(Row)),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const { limit, after, state } = request.query
      const asked = { limit, ...(after === undefined ? {} : { after }), ...(state === undefined ? {} : { state }) }
      const page = await asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        return listOutbox(scoped, site, asked)
      })
      if (!page) throw badCursor()
      return page
    },
  )

  app.post(
    `${base}/repeat`,
    {
      config: { need: 'response.write' },
      schema: {
        tags,
        summary: 'Sends once more what did not arrive',
        params: SitePath,
        body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 1000 }) }, { additionalProperties: false }),
        response: gives(Type.Object({ id: Type.String() })),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const { id } = request.body
      const who = callerOf(request).name
      await asTenant(db, tenant, async scoped => {
        if (!(await repeatOutgoing(scoped, { site, id }, nowMicros()))) throw notFound('dead letter of this id')
        await record(scoped, tenant, { who, site, action: 'outbox.repeat', object: id })
      })
      platform.escalation.send()
      return { id }
    },
  )

  acknowledging(app, context)
  sheets(app, context)
}

const refusals = {
  unknown: [404, 'This link is none of ours, or it was cut off: open the incident in the console.'],
  used: [409, 'This link was used already.'],
  late: [410, 'This link is older than a day: open the incident in the console.'],
  refused: [409, 'The incident is over, or this person has no duty there any more.'],
} as const

const acknowledging: Routes = (app, { platform }) => {
  app.post(
    '/api/acknowledge',
    {
      config: { need: 'public', rateLimit: { max: 20 } },
      schema: {
        tags,
        summary: 'Acknowledges a page by the word in its link: once, within a day',
        body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 2000 }) }, { additionalProperties: false }),
        response: gives(Type.Object({ title: Type.String() })),
      },
    },
    async request => {
      const done = await platform.escalation.acknowledge(request.body.token)
      if (done.kind === 'done') return { title: done.title }
      const [status, why] = refusals[done.kind]
      throw problemOf(status, `acknowledge.${done.kind}`, why)
    },
  )
}

const sheets: Routes = (app, { db, platform }) => {
  const Query = Type.Object({ language: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('de')])) })
  for (const [kind, need, summary] of [
    ['call-sheet', 'response.write', 'Whom to call when nothing can be sent, as PDF'],
    ['offline-pack', 'site.read', 'The playbooks, to be kept on paper, as PDF'],
  ] as const)
    app.get(
      `/api/tenants/:tenant/sites/:site/${kind}.pdf`,
      {
        config: { need, rateLimit: { max: 20 } },
        schema: { tags, summary, params: SitePath, querystring: Query, response: givesFile('application/pdf') },
      },
      async (request, reply) => {
        const { tenant, site } = request.params
        await asTenant(db, tenant, scoped => checkHere(scoped, site))
        const bytes = await platform.escalation.sheet({ tenant, site }, kind, request.query.language ?? 'en')
        return reply
          .type('application/pdf')
          .header('content-disposition', `attachment; filename="${kind}-${site}.pdf"`)
          .header('cache-control', 'private, no-store')
          .send(bytes)
      },
    )
}
