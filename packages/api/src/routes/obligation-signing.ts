// Signing a report, and recording that it was sent.
import { signoffOf } from '@nautilus/response'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { type Case, caseOf, type Where } from '../obligations/case.ts'
import { latestOf, stageIn } from '../obligations/drafts.ts'
import { Problem } from '../problem.ts'
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
  if (signoff.hash !== hash) throw new Problem(412, 'There is a later draft: sign that one, or send it.')
  if (signoff.open.length > 0)
    throw new Problem(409, `It is not signed yet by: ${signoff.open.join(', ')}.`, undefined, {
      code: 'signoff.open',
      open: signoff.open,
    })
  const { submissions } = obligation
  const isSent = submissions.has(stage.key)
  if (correction && !isSent) throw new Problem(409, 'There is no report of this stage to correct.')
  if (!correction && isSent && !stage.onRequest)
    throw new Problem(409, 'This report was sent already; what is sent now is a correction.')
  if (stage.requires !== null && !submissions.has(stage.requires))
    throw new Problem(409, `The report ${stage.requires} comes first.`)
  if (at > nowMicros()) throw new Problem(400, 'It cannot have been sent later than now.', { at: 'is in the future' })
  if (proof !== undefined && !one.incident.attachments.some(each => each.hash === proof))
    throw new Problem(400, 'The proof was not taken in.', { proof: 'is not known' })
}
