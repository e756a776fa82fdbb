// What a roster or a policy would do, before it is written: by the same functions that call people. Nothing is stored.
import { faultsOfPolicy, faultsOfRoster, type Policy, type Roster, rehearse, shiftsOf } from '@nautilus/response'
import { asTenant } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { checkHere } from './existing.ts'
import { nowMicros } from './incident-work.ts'
import { PolicyBody } from './policies.ts'
import { DutyPath, RosterBody } from './rosters.ts'
import { Document, gives, Micro, nullable, SitePath } from './schemas.ts'

const DAY = 24 * 3600e6
/** Days of a calendar at most. */
const MOST_DAYS = 92
/** What is looked at is typed by people: two a second. */
const rateLimit = { max: 120 }
const config = { need: 'site.read' as const, rateLimit }
const tags = ['escalation']
const strict = { additionalProperties: false }
const Moment = Type.Optional(Type.Number({ description: 'µs; not said: now', minimum: 0, maximum: 8.64e15 }))
const Faults = Type.Array(Type.Object({ field: Type.String(), code: Type.String(), values: Document }), {
  description: 'What is wrong, each at its field; then nothing is computed.',
})

export const planPreviews: Routes = (app, { db, platform }) => {
  app.post(
    '/api/tenants/:tenant/sites/:site/rosters/:duty/preview',
    {
      config,
      schema: {
        tags,
        summary: 'Who would be on call when, by a roster that is not written yet',
        params: DutyPath,
        body: Type.Object(
          { roster: RosterBody, from: Moment, days: Type.Integer({ minimum: 1, maximum: MOST_DAYS, default: 28 }) },
          strict,
        ),
        response: gives(Type.Object({ faults: Faults, from: Micro, to: Micro, shifts: Type.Array(Document) })),
      },
    },
    async request => {
      const { tenant, site, duty } = request.params
      await asTenant(db, tenant, scoped => checkHere(scoped, site))
      const { from = nowMicros(), days } = request.body
      const roster: Roster = { duty, ...request.body.roster }
      const faults = faultsOfRoster(roster)
      const to = from + days * DAY
      return { faults, from, to, shifts: faults.length > 0 ? [] : shiftsOf(roster, from, to) }
    },
  )

  app.post(
    '/api/tenants/:tenant/sites/:site/escalation-policy/preview',
    {
      config,
      schema: {
        tags,
        summary: 'Whom a policy that is not written yet would call in a night in which nobody answers',
        params: SitePath,
        body: Type.Object(
          {
            policy: PolicyBody,
            at: Moment,
            severity: Type.Union(['recorded', 'low', 'medium', 'high', 'critical'].map(grade => Type.Literal(grade))),
          },
          strict,
        ),
        response: gives(
          Type.Object({ faults: Faults, calls: Type.Array(Document), exhausted: nullable(Micro), cut: Type.Boolean() }),
        ),
      },
    },
    async request => {
      const { tenant, site } = request.params
      const { at = nowMicros(), severity } = request.body
      const policy: Policy = { id: 'preview', ...request.body.policy }
      const faults = faultsOfPolicy(policy)
      const { rosters } = await asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        return platform.escalation.plan(scoped, site)
      })
      if (faults.length > 0) return { faults, calls: [], exhausted: null, cut: false }
      return { faults, ...rehearse(policy, rosters, { severity: severity as Grade, at }) }
    },
  )
}

type Grade = Parameters<typeof rehearse>[2]['severity']
