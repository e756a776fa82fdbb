// Whom an incident calls, in which order, and whether everybody is there.
import { channels, faultsOfPolicy, notReady, type Policy, say } from '@nautilus/response'
import { asTenant, policyVersions, record, writePolicy } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import { faultyPlan } from '../problem.ts'
import { checkHere } from './existing.ts'
import { DutyName } from './incident-acts.ts'
import { nowMicros } from './incident-work.ts'
import { Document, gives, listOf, nullable, SitePath, Time } from './schemas.ts'

const Duties = Type.Array(DutyName, { maxItems: 20 })
const Channels = Type.Array(Type.Union(channels.map(channel => Type.Literal(channel))), { maxItems: channels.length })
const minutes = Type.Number({ minimum: 0, maximum: 100_000, description: 'Minutes' })
const tries = Type.Integer({ minimum: 0, maximum: 1000 })
const strict = { additionalProperties: false }
export const PolicyBody = Type.Object(
  {
    steps: Type.Array(
      Type.Object(
        { duties: Duties, channels: Channels, acknowledgeWithin: minutes, tries, fallback: nullable(DutyName) },
        strict,
      ),
      { maxItems: 100 },
    ),
    everybody: Type.Object({ duties: Duties, channels: Channels, every: minutes, tries }, strict),
    inform: Type.Array(Type.Object({ duty: DutyName, channels: Channels, after: minutes }, strict), { maxItems: 50 }),
    acknowledgementHolds: minutes,
    quiet: nullable(
      Type.Object(
        {
          from: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
          to: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
          timeZone: Type.String({ maxLength: 64 }),
          upTo: Type.Union([Type.Literal('recorded'), Type.Literal('low')]),
        },
        strict,
      ),
    ),
  },
  strict,
)
const Row = Type.Object({
  policy: Document,
  version: Type.Integer({ description: '0: ours, and never used yet.' }),
  isDefault: Type.Boolean(),
  notReady: Type.Array(Document, { description: 'Who is missing in the next 14 days.' }),
})
const Version = Type.Object({
  version: Type.Integer(),
  changed_by: nullable(Type.String()),
  changed_at: Time,
  data: Document,
})
const base = '/api/tenants/:tenant/sites/:site/escalation-policy'
const tags = ['escalation']
/** Days that are looked ahead. */
const AHEAD = 14
/** The id under which the policy of a site is kept. */
const OWN = 'site'

export const policies: Routes = (app, { db, platform }) => {
  app.get(
    base,
    {
      config: { need: 'site.read' },
      schema: { tags, summary: 'The policy in force, and who is missing', params: SitePath, response: gives(Row) },
    },
    (request, reply) => {
      const { tenant, site } = request.params
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        const { policy, version, isDefault, rosters } = await platform.escalation.plan(scoped, site)
        const gaps = notReady(policy, rosters, nowMicros(), AHEAD).map(({ code, duty, from, sentence }) => ({
          ...{ code, duty, from },
          text: { en: say(sentence, 'en'), de: say(sentence, 'de') },
        }))
        return tagged(request, reply, { policy, version, isDefault, notReady: gaps }, isDefault ? 0 : version)
      })
    },
  )

  app.get(
    `${base}/versions`,
    {
      config: { need: 'site.read' },
      schema: { tags, summary: 'Every version that people wrote', params: SitePath, response: gives(listOf(Version)) },
    },
    request => {
      const { tenant, site } = request.params
      return asTenant(db, tenant, async scoped => ({ items: await policyVersions(scoped, site, OWN) }))
    },
  )

  app.put(
    base,
    {
      config: { need: 'response.write' },
      schema: {
        tags,
        summary: 'Writes the policy; escalations that run go on by the one with which they began',
        params: SitePath,
        body: PolicyBody,
        response: gives(Type.Object({ version: Type.Integer() })),
      },
    },
    request => {
      const { tenant, site } = request.params
      const by = callerOf(request).name
      const policy: Policy = { id: OWN, ...request.body }
      refuse(policy)
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        const { version } = await writePolicy(scoped, { tenant, site, by }, policy, known =>
          checkMatch(request, known?.version ?? 0),
        )
        await record(scoped, tenant, { who: by, site, action: 'policy.change', object: OWN, detail: { version } })
        return { version }
      })
    },
  )
}

function refuse(policy: Policy): void {
  const faults = faultsOfPolicy(policy)
  if (faults.length > 0) throw faultyPlan('policy.faults', faults)
}
