// Signing a report, and recording that it was sent.
import { dutiesSaid, signoffOf } from '@nautilus/response'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { type Case, caseOf, type Where } from '../obligations/case.ts'
import { latestOf, stageIn } from '../obligations/drafts.ts'
import { problemOf } from '../problem.ts'
import { nowMicros, workingOn } from './incident-work.ts'
import { StagePath } from './obligation-drafts.ts'
import { Document, gives } from './schemas.ts'

const base = '/api/tenants/:tenant/sites/:site/incidents/:incident/obligations/:obligation/stages/:stage'
const tags = ['obligations']
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the draft, hex.' })

export const obligationSigning: Routes = (app, context) => {
  const { db, platform } = context
  const { laws } = platform

  app.post(
    `${base}/sign`,
    {
      config: { need: 'incident.work' },
      schema: {
        tags,
        summary: 'Signs the newest draft, for duties that the template names',
        params: StagePath,
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
          throw problemOf(412, 'draft.later', 'There is a later draft: read it, and sign that one.')
        const held = actor.kind === 'person' ? actor.duties : []
        if (!of.stage.signoff.some(duty => held.includes(duty)))
          throw problemOf(403, 'signoff.not-yours', `This report is signed by: ${of.stage.signoff.join(', ')}.`, {
            values: { who: dutiesSaid(of.stage.signoff) },
          })
        if (!signoffOf(one.entries, obligation, of.stage).open.some(duty => held.includes(duty)))
          throw problemOf(409, 'signoff.signed-already', 'It is signed for these duties already.')
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
        params: StagePath,
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
        checkSending(one, request.params, request.body)
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

type Sent = { readonly hash: string; readonly at: number; readonly proof?: string; readonly correction?: boolean }

/** What was sent must be signed, in its turn, and not from the future. */
function checkSending(
  one: Case,
  params: Where & { readonly obligation: string; readonly stage: string },
  { hash, at, proof, correction = false }: Sent,
): void {
  const { stage, obligation } = stageIn(one, params)
  const signoff = signoffOf(one.entries, params.obligation, stage)
  if (signoff.hash !== hash) throw problemOf(412, 'draft.later', 'There is a later draft: sign that one, or send it.')
  if (signoff.open.length > 0)
    throw problemOf(409, 'signoff.open', `It is not signed yet by: ${signoff.open.join(', ')}.`, {
      values: { who: dutiesSaid(signoff.open) },
      more: { open: signoff.open },
    })
  const { submissions } = obligation
  const isSent = submissions.has(stage.key)
  if (correction && !isSent)
    throw problemOf(409, 'report.nothing-to-correct', 'There is no report of this stage to correct.')
  if (!correction && isSent && !stage.onRequest)
    throw problemOf(409, 'report.sent-already', 'This report was sent already; what is sent now is a correction.')
  if (stage.requires !== null && !submissions.has(stage.requires))
    throw problemOf(409, 'report.comes-first', `The report ${stage.requires} comes first.`, {
      values: { stage: stage.requires },
    })
  if (at > nowMicros())
    throw problemOf(400, 'report.in-the-future', 'It cannot have been sent later than now.', {
      fields: { at: 'is in the future' },
    })
  if (proof !== undefined && !one.incident.attachments.some(each => each.hash === proof))
    throw problemOf(400, 'proof.missing', 'The proof was not taken in.', { fields: { proof: 'is not known' } })
}
