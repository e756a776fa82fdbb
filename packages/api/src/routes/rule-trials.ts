// What a rule would have found, before it goes live.
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { Problem } from '../problem.ts'
import { checkSite } from './existing.ts'
import { RuleText } from './rules.ts'
import { Document, gives, Micro, nullable, SitePath, Uuid } from './schemas.ts'

/** µs */
const LONGEST = 31 * 86_400e6
const Body = Type.Object(
  {
    source: RuleText,
    id: Type.Optional(Uuid),
    from: Type.Number({ minimum: 0, description: 'µs since 1970-01-01 UTC' }),
    to: Type.Number({ minimum: 0 }),
  },
  { additionalProperties: false },
)
const Trial = Type.Object({
  from: nullable(Micro),
  to: nullable(Micro),
  batches: Type.Integer(),
  operations: Type.Integer(),
  cut: Type.Boolean({ description: 'There was more than is looked at in one trial.' }),
  rules: Type.Array(Document),
})

export const ruleTrials: Routes = (app, { db, platform }) => {
  app.post(
    '/api/tenants/:tenant/sites/:site/rules/try',
    {
      config: { need: 'rule.write', rateLimit: { max: 30 } },
      schema: {
        tags: ['rules'],
        summary: 'What a rule would have found in what the site was told between two times; nothing is kept',
        description: '`from` and `to` of the answer: of what was still there. `id`: of the rule that it replaces.',
        params: SitePath,
        body: Body,
        response: gives(Trial),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const { source, id = null, from, to } = request.body
      if (!(from < to)) throw new Problem(400, 'This is no time.', { to: 'must be after from' })
      if (to - from > LONGEST) throw new Problem(400, 'This is too long.', { to: 'must be within 31 days of from' })
      await checkSite(db, request.params)
      const [checked] = platform.checkRules([{ id: 'tried', source }])
      const fault = checked?.faults[0]
      if (fault) {
        const told = `line ${fault.line}: ${fault.message}`
        throw new Problem(400, `The rule cannot be tried. In ${told}`, { source: told }, { faults: checked.faults })
      }
      const { kind, ...tried } = { ...(await platform.tryRule({ tenant, site, id, source, from, to })) }
      if (kind === 'busy') throw new Problem(429, 'Other rules are being tried: try again in a minute.')
      if (kind === 'late') throw new Problem(503, 'The trial took too long and was stopped: take a shorter time.')
      return tried
    },
  )
}
