// Drafts of reports: how they would read now, and their versions with what people changed.
import { type DraftEdits, faultOfEdits, fieldIds, fieldOf, noEdits, withEdits } from '@nautilus/response'
import { addDraft, asTenant, draftHash } from '@nautilus/store'
import { Type } from 'typebox'
import { personOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { caseOf } from '../obligations/case.ts'
import { drafted, latestOf, stageIn } from '../obligations/drafts.ts'
import { languagesOfReports } from '../obligations/view.ts'
import { Problem } from '../problem.ts'
import { IncidentPath } from './incident-acts.ts'
import { nowMicros, workingOn } from './incident-work.ts'
import { Document, gives, id, nullable } from './schemas.ts'

const base = '/api/tenants/:tenant/sites/:site/incidents/:incident/obligations/:obligation/stages/:stage'
const tags = ['obligations']
/** Of one report. */
export const StagePath = Type.Object({ ...IncidentPath.properties, obligation: id, stage: id })
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
            value: Type.Unknown(),
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
        params: StagePath,
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
        return { latest, now, fields: of.stage.fields.map(one => ({ ...one, ...fieldOf(one.field) })) }
      }),
  )

  app.post(
    `${base}/draft`,
    {
      config: { need: 'incident.work' },
      schema: {
        tags,
        summary: 'Drafts the report anew from the record, with what people changed before and now',
        params: StagePath,
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
}
