// Losses of a year, computed from the numbers: while somebody looks, and as reports that are kept with their numbers.
import { INTERACTIVE_TRIALS, REPORT_TRIALS, RISK_CODE } from '@nautilus/risk'
import {
  addRiskRun,
  asTenant,
  countRiskReports,
  getRiskRun,
  latestRiskRuns,
  listRiskRuns,
  type RiskRunKind,
  record,
  sameRiskRun,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { riskOf } from '../risk-book.ts'
import { checkHere } from './existing.ts'
import { riskBase } from './risk.ts'
import { Document, gives, listOf, nullable, SitePath, TenantPath, Time, Uuid } from './schemas.ts'

/** Reports of one site that are kept. */
const MOST_REPORTS = 200
const Ask = Type.Object(
  {
    measures: Type.Array(Type.String({ maxLength: 400 }), {
      maxItems: 50,
      uniqueItems: true,
      default: [],
      description: 'Ids of measures whose effect is asked for; empty: as it is.',
    }),
    seed: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1, default: 1, description: 'The same gives the same.' }),
  },
  { additionalProperties: false },
)
const About = {
  id: Type.String(),
  kind: Type.Union([Type.Literal('look'), Type.Literal('report')]),
  seed: Type.Integer(),
  trials: Type.Integer({ description: 'Years that were lived through.' }),
  code: Type.String({ description: 'Of the computation; another may give other figures.' }),
  hash: Type.String({ description: 'SHA-256 of the numbers.' }),
  measures: Type.Array(Type.String()),
  made_by: nullable(Type.String()),
  made_at: Time,
}
const Run = Type.Object({ ...About, result: Document })
const OfSite = Type.Object({
  site: Type.String(),
  currency: Type.String(),
  expected: Type.Number({ description: 'Money in a mean year.' }),
  any_loss: Type.Number({ description: 'How likely a year is to bring a loss.' }),
  var99: Type.Number({ description: 'Not exceeded in 99 of 100 years.' }),
  trials: Type.Integer(),
  made_at: Time,
})
const RunPath = Type.Object({ ...SitePath.properties, run: Uuid })

export const riskRuns: Routes = (app, context) => {
  ofSites(app, context)
  running(app, context)
  reading(app, context)
}

const ofSites: Routes = (app, { db }) => {
  app.get(
    '/api/tenants/:tenant/risk',
    {
      config: { need: 'risk.read', bySite: true },
      schema: {
        tags: ['risk'],
        summary: 'What was computed last of each site; figures of sites are not added, as their worst years differ',
        params: TenantPath,
        response: gives(listOf(OfSite)),
      },
    },
    request => {
      const { sites } = callerOf(request)
      return asTenant(db, request.params.tenant, async scoped => ({ items: await latestRiskRuns(scoped, sites) }))
    },
  )
}

const running: Routes = (app, context) => {
  const schema = (summary: string, status: number) => ({
    ...{ tags: ['risk'], summary, params: SitePath, body: Ask },
    response: gives(Run, status),
  })
  app.post(
    `${riskBase}/runs`,
    {
      config: { need: 'risk.read' },
      schema: schema('Lives through some years, for whoever looks; from the same numbers it is computed once', 200),
    },
    request => {
      const asked = { ...request.params, ...request.body, by: callerOf(request).name }
      return runFor(context, asked, 'look')
    },
  )

  app.post(
    `${riskBase}/reports`,
    {
      config: { need: 'risk.write' },
      schema: schema('Lives through ten times as many years, and keeps figures and numbers', 201),
    },
    async (request, reply) => {
      const asked = { ...request.params, ...request.body, by: callerOf(request).name }
      return reply.code(201).send(await runFor(context, asked, 'report'))
    },
  )
}

type Asked = {
  readonly tenant: string
  readonly site: string
  readonly measures: readonly string[]
  readonly seed: number
  readonly by: string
}

async function runFor({ db, platform }: Context, { tenant, site, measures: ids, seed, by }: Asked, kind: RiskRunKind) {
  const trials = kind === 'report' ? REPORT_TRIALS : INTERACTIVE_TRIALS
  const wanted = [...ids].sort()
  const { risk, same } = await asTenant(db, tenant, async scoped => {
    await checkHere(scoped, site)
    if (kind === 'report' && (await countRiskReports(scoped, site)) >= MOST_REPORTS)
      throw new Problem(409, `A site keeps ${MOST_REPORTS} reports.`)
    const risk = await riskOf(platform.risk, scoped, site)
    const run = { seed, trials, code: RISK_CODE, hash: risk.hash, measures: wanted }
    return { risk, same: kind === 'look' ? await sameRiskRun(scoped, site, run) : null }
  })
  if (same) return same
  const measures = wanted.map(id => risk.measures.find(measure => measure.id === id))
  if (measures.includes(undefined))
    throw new Problem(400, 'There is no such measure here.', { measures: 'one of them is not known' })
  const result = await platform.risk.run({
    ...{ book: risk.book, trials, seed },
    measures: measures.filter(measure => measure !== undefined),
  })
  if (!result) throw new Problem(429, 'Risks are being computed already: try again in a minute.')
  return asTenant(db, tenant, async scoped => {
    const about = { kind, seed, trials, code: result.code, hash: risk.hash, measures: wanted }
    const book = kind === 'report' ? risk.book : null
    const id = await addRiskRun(scoped, { tenant, site }, { ...about, book, result, by })
    if (kind === 'report') {
      const detail = { ...about, expected: result.figures.expected, currency: result.currency }
      await record(scoped, tenant, { who: by, site, action: 'risk.report', object: id, detail })
    }
    return { id, ...about, made_by: by, made_at: new Date(), result }
  })
}

const reading: Routes = (app, { db }) => {
  app.get(
    `${riskBase}/reports`,
    {
      config: { need: 'risk.read' },
      schema: {
        tags: ['risk'],
        summary: 'Reports that are kept, the newest first',
        params: SitePath,
        response: gives(listOf(Type.Object(About))),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        await checkHere(scoped, request.params.site)
        return { items: await listRiskRuns(scoped, request.params.site, 'report') }
      }),
  )

  app.get(
    `${riskBase}/reports/:run`,
    {
      config: { need: 'risk.read' },
      schema: {
        tags: ['risk'],
        summary: 'One of them, with the numbers it was computed from',
        params: RunPath,
        response: gives(Type.Object({ ...About, result: Document, book: nullable(Document) })),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        const found = await getRiskRun(scoped, request.params.site, request.params.run)
        if (!found) throw notFound('report of this id')
        return found
      }),
  )
}
