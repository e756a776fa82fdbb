// Drafts of reports: what they say now, their versions, signatures and what was sent.
import {
  type DraftEdits,
  faultOfEdits,
  fieldIds,
  noEdits,
  type ReportDocument,
  signoffOf,
  withEdits,
} from '@nautilus/response'
import { addDraft, asTenant, draftHash, evidenceFile, record, type StoredDraft } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf, personOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { caseOf } from '../obligations/case.ts'
import { drafted, latestOf, stageIn } from '../obligations/drafts.ts'
import { languagesOfReports } from '../obligations/view.ts'
import { notFound, Problem } from '../problem.ts'
import { IncidentPath } from './incident-acts.ts'
import { nowMicros, workingOn } from './incident-work.ts'
import { Document, gives, id, nullable } from './schemas.ts'

const base = '/api/tenants/:tenant/sites/:site/incidents/:incident/obligations/:obligation/stages/:stage'
const tags = ['obligations']
const Path = Type.Object({ ...IncidentPath.properties, obligation: id, stage: id })
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the draft, hex.' })
const Language = Type.Union(languagesOfReports.map(word => Type.Literal(word)))
const text = Type.String({ maxLength: 10_000 })
const Edits = Type.Object(
  {
    language: Language,
    fields: Type.Optional(
      Type.Array(
        Type.Object(
          {
            field: Type.Union(fieldIds.map(field => Type.Literal(field))),
            value: Type.Unknown({ description: 'Of the kind of the field; null: it is not known.' }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 200 },
      ),
    ),
    sentences: Type.Optional(
      Type.Array(Type.Object({ section: id, of: nullable(text), text }, { additionalProperties: false }), {
        maxItems: 400,
      }),
    ),
  },
  { additionalProperties: false },
)
const Draft = Type.Object({
  latest: nullable(Document),
  now: Type.Object({}, { additionalProperties: true, description: 'As a new version would be.' }),
  fields: Type.Array(Document),
})

const types: Readonly<Record<string, string>> = {
  json: 'application/json',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain; charset=utf-8',
  sheet: 'text/plain; charset=utf-8',
}

export const obligationDrafts: Routes = (app, context) => {
  const { db, platform } = context
  const { laws } = platform

  app.get(
    `${base}/draft`,
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'The newest draft of a report, and how it would be drafted now',
        params: Path,
        querystring: Type.Object({ language: Type.Optional(Language) }),
        response: gives(Draft),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        const one = await caseOf(db, scoped, request.params, laws)
        const of = stageIn(one, request.params)
        const latest = latestOf(one, request.params)
        const language = request.query.language ?? latest?.document.language ?? 'en'
        const now = drafted(one, of, { language, edits: latest?.edits ?? noEdits, now: nowMicros() })
        return { latest, now, fields: of.stage.fields }
      }),
  )

  app.post(
    `${base}/draft`,
    {
      config: { need: 'incident.work' },
      schema: {
        tags,
        summary: 'Drafts the report anew from the record, with what people changed before and now',
        params: Path,
        body: Edits,
        response: gives(Document),
      },
    },
    async request => {
      const { tenant, site, incident, obligation, stage } = request.params
      const { language, fields = [], sentences = [] } = request.body
      const { name, email } = personOf(request)
      const [by, at] = [`${name} <${email}>`, nowMicros()]
      const stamp = { by, at }
      const more = {
        fields: fields.map(edit => ({ ...edit, ...stamp })),
        sentences: sentences.map(edit => ({ ...edit, ...stamp })),
      } as DraftEdits
      const done = await workingOn(context, request, { tenant, site }, incident, async ({ scoped, append }) => {
        const one = await caseOf(db, scoped, request.params, laws)
        const edits = withEdits(latestOf(one, request.params)?.edits ?? noEdits, more)
        const fault = faultOfEdits(edits)
        if (fault !== null) throw new Problem(400, fault)
        const document = drafted(one, stageIn(one, request.params), { language, edits, now: at })
        const act = { kind: 'stage-drafted', obligation, stage, hash: draftHash(document) } as const
        // The record must be as it was read: a draft names what it rests on. From here on nobody else drafts.
        const after = await append(incident, [act], one.seq)
        const draft = await addDraft(scoped, { tenant, site }, { incident, obligation, stage, document, edits, by, at })
        return { after, draft }
      })
      platform.incident(tenant, done.after)
      return done.draft
    },
  )

  app.get(
    `${base}/files/:form`,
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'A draft as PDF, DOCX, JSON, text, or as a sheet of fields in the order of the form',
        params: Type.Object({
          ...Path.properties,
          form: Type.Union(['pdf', 'docx', 'json', 'txt', 'sheet'].map(word => Type.Literal(word))),
        }),
        querystring: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
      },
    },
    async (request, reply) => {
      const { tenant, obligation, stage, form, incident } = request.params
      const { draft, bytes } = await asTenant(db, tenant, async scoped => {
        const one = await caseOf(db, scoped, request.params, laws)
        const of = stageIn(one, request.params)
        const all = one.drafts.filter(each => each.obligation === obligation && each.stage === stage)
        const { version } = request.query
        const draft = version === undefined ? all.at(-1) : all.find(each => each.version === version)
        if (!draft) throw notFound('draft of this version')
        const { hash, signed } = signoffOf(one.entries, obligation, of.stage)
        const lines = hash === draft.hash ? signed.map(({ duty, by }) => `${duty}: ${by}`) : []
        await record(scoped, tenant, {
          who: callerOf(request).name,
          site: request.params.site,
          action: 'draft.read',
          object: incident,
          detail: { obligation, stage, version: draft.version, form },
        })
        return { draft, bytes: await fileOf(draft, form, lines) }
      })
      const extension = form === 'sheet' ? 'sheet.txt' : form
      const name = `${incident}-${obligation}-${stage}-${draft.version}.${extension}`.replaceAll(/[^\w.-]/g, '_')
      reply.header('content-disposition', `attachment; filename="${name}"`)
      return reply.type(types[form]!).send(Buffer.from(bytes))
    },
  )

  const fileOf = async ({ document, hash, version }: StoredDraft, form: string, signed: readonly string[]) => {
    if (form === 'json') return Buffer.from(`${JSON.stringify({ hash, version, signed, document }, null, 2)}\n`)
    const stamp = { hash, version, signed, product: `Nautilus ${platform.version}` }
    return platform.reportFile(document as ReportDocument, form as 'pdf', stamp)
  }

  app.post(
    `${base}/sign`,
    {
      config: { need: 'incident.work' },
      schema: {
        tags,
        summary: 'Signs the newest draft, for duties that the template names',
        params: Path,
        body: Type.Object({ hash: Hash }, { additionalProperties: false }),
        response: gives(Document),
      },
    },
    async request => {
      const { tenant, site, incident, obligation, stage } = request.params
      const { hash } = request.body
      const after = await workingOn(context, request, { tenant, site }, incident, async ({ scoped, append, actor }) => {
        const one = await caseOf(db, scoped, request.params, laws)
        const of = stageIn(one, request.params)
        if (latestOf(one, request.params)?.hash !== hash)
          throw new Problem(412, 'There is a later draft: read it, and sign that one.')
        const held = actor.kind === 'person' ? actor.duties : []
        if (!of.stage.signoff.some(duty => held.includes(duty)))
          throw new Problem(403, `This report is signed by: ${of.stage.signoff.join(', ')}.`, undefined, {
            code: 'signoff.not-yours',
          })
        if (!signoffOf(one.entries, obligation, of.stage).open.some(duty => held.includes(duty)))
          throw new Problem(409, 'It is signed for these duties already.')
        return append(incident, [{ kind: 'stage-signed', obligation, stage, hash }])
      })
      platform.incident(tenant, after)
      return { incident: after }
    },
  )

  app.post(
    `${base}/submit`,
    {
      config: { need: 'incident.work' },
      schema: {
        tags,
        summary: 'Records that a signed report was sent, when, and what the authority answered',
        params: Path,
        body: Type.Object(
          {
            hash: Hash,
            at: Type.Number({ minimum: 0, maximum: 8.64e18, description: 'µs; when the authority had it.' }),
            receipt: Type.String({ maxLength: 10_000 }),
            proof: Type.Optional(Hash),
            correction: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        response: gives(Document),
      },
    },
    async request => {
      const { tenant, site, incident, obligation, stage } = request.params
      const { hash, proof, correction = false, at } = request.body
      const after = await workingOn(context, request, { tenant, site }, incident, async ({ scoped, append }) => {
        const one = await caseOf(db, scoped, request.params, laws)
        const of = stageIn(one, request.params)
        const signoff = signoffOf(one.entries, obligation, of.stage)
        if (signoff.hash !== hash) throw new Problem(412, 'There is a later draft: sign that one, or send it.')
        if (signoff.open.length > 0)
          throw new Problem(409, `It is not signed yet by: ${signoff.open.join(', ')}.`, undefined, {
            code: 'signoff.open',
            open: signoff.open,
          })
        const before = of.obligation.submissions.get(stage) ?? []
        if (correction && before.length === 0) throw new Problem(409, 'There is no report of this stage to correct.')
        if (!correction && before.length > 0 && !of.stage.onRequest)
          throw new Problem(409, 'This report was sent already; what is sent now is a correction.')
        const required = of.stage.requires
        if (required !== null && !of.obligation.submissions.has(required))
          throw new Problem(409, `The report ${required} comes first.`)
        if (at > nowMicros())
          throw new Problem(400, 'It cannot have been sent later than now.', { at: 'is in the future' })
        if (proof !== undefined && !(await evidenceFile(scoped, site, incident, proof)))
          throw new Problem(400, 'The proof was not taken in.', { proof: 'is not known' })
        const { receipt } = request.body
        const act = { kind: 'stage-submitted', obligation, stage, at, receipt, hash } as const
        return append(incident, [
          { ...act, ...(correction ? { correction } : {}), ...(proof === undefined ? {} : { proof }) },
        ])
      })
      platform.incident(tenant, after)
      return { incident: after }
    },
  )
}
