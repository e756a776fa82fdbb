// Drafts of reports as files.

import { signoffOf } from '@nautilus/response'
import { asTenant, record, type StoredDraft } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { brandOf, productOf } from '../brand/brand-book.ts'
import { caseOf } from '../obligations/case.ts'
import { stageIn } from '../obligations/drafts.ts'
import type { PlatformPort, ReportForm } from '../port.ts'
import { notFound } from '../problem.ts'
import { StagePath } from './obligation-drafts.ts'
import { givesFile } from './schemas.ts'

const base = '/api/tenants/:tenant/sites/:site/incidents/:incident/obligations/:obligation/stages/:stage'
const tags = ['obligations']

const types: Readonly<Record<string, string>> = {
  json: 'application/json',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain; charset=utf-8',
  sheet: 'text/plain; charset=utf-8',
}

export const obligationFiles: Routes = (app, { db, platform }) => {
  const { laws } = platform

  app.get(
    `${base}/files/:form`,
    {
      config: { need: 'site.read' },
      schema: {
        tags,
        summary: 'A draft as PDF, DOCX, JSON, text, or as a sheet of fields in the order of the form',
        params: Type.Object({
          ...StagePath.properties,
          form: Type.Union(['pdf', 'docx', 'json', 'txt', 'sheet'].map(word => Type.Literal(word))),
        }),
        querystring: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
        response: givesFile(
          'application/pdf',
          'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
          'application/json',
          'text/plain',
        ),
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
        const product = productOf(await brandOf(db, tenant, request.params.site))
        return { draft, bytes: await fileOf(platform, draft, form as ReportForm | 'json', { signed: lines, product }) }
      })
      const extension = form === 'sheet' ? 'sheet.txt' : form
      const name = `${incident}-${obligation}-${stage}-${draft.version}.${extension}`.replaceAll(/[^\w.-]/g, '_')
      reply.header('content-disposition', `attachment; filename="${name}"`)
      return reply.type(types[form]!).send(Buffer.from(bytes))
    },
  )
}

async function fileOf(
  platform: PlatformPort,
  { document, hash, version }: StoredDraft,
  form: ReportForm | 'json',
  { signed, product }: { readonly signed: readonly string[]; readonly product: string },
): Promise<Uint8Array> {
  if (form === 'json') return Buffer.from(`${JSON.stringify({ hash, version, signed, document }, null, 2)}\n`)
  return platform.reportFile(document, form, { hash, version, signed, product: `${product} ${platform.version}` })
}
