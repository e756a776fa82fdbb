// Rules that people of a tenant write. They hold at all of its sites while they are enabled.
import {
  addRule,
  alone,
  asTenant,
  changeRule,
  type getRule,
  listRules,
  type RuleSource,
  record,
  removeRule,
  type Scoped,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import type { CheckedRule, Fault, PlatformPort } from '../port.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, listOf, nothing, nullable, TenantPath, Time, Uuid } from './schemas.ts'

/** Characters of one source, and sources of one tenant. */
const MOST_SOURCE = 250_000
const MOST_RULES = 200

export const RuleText = Type.String({
  minLength: 1,
  maxLength: MOST_SOURCE,
  description: 'Sigma, docs/custom-rules.md',
})
const name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const Faults = Type.Array(Type.Object({ line: Type.Integer(), message: Type.String() }))
const Rules = Type.Array(
  Type.Object({
    id: Type.String({ description: 'As findings name it.' }),
    title: Type.String(),
    level: Type.String(),
    silent: Type.Boolean({ description: 'Only counted by another rule.' }),
  }),
)
const fields = {
  id: Uuid,
  name: Type.String(),
  enabled: Type.Boolean(),
  made_by: nullable(Type.String()),
  made_at: Time,
  changed_by: nullable(Type.String()),
  changed_at: Time,
  faults: Faults,
  rules: Rules,
}
const Row = Type.Object(fields)
const Whole = Type.Object({ ...fields, source: Type.String() })
const RulePath = Type.Object({ ...TenantPath.properties, rule: Uuid })
const New = Type.Object({ name, source: RuleText }, { additionalProperties: false })

const base = '/api/tenants/:tenant/rules'
const read = { need: 'site.read' as const, bySite: true as const }
const write = { need: 'rule.write' as const }

type Stored = NonNullable<Awaited<ReturnType<typeof getRule>>>

export const rules: Routes = (app, context) => {
  reading(app, context)
  making(app, context)
  changing(app, context)
  removing(app, context)
}

const reading: Routes = (app, { db, platform }) => {
  app.get(
    base,
    {
      config: read,
      schema: { tags: ['rules'], summary: 'Rules of your own', params: TenantPath, response: gives(listOf(Row)) },
    },
    async request => {
      const rows = await asTenant(db, request.params.tenant, scoped => listRules(scoped))
      const checked = byId(platform.checkRules(sourcesOf(rows)))
      return { items: rows.map(({ source: _, ...row }) => ({ ...row, ...partsOf(checked.get(row.id)) })) }
    },
  )

  app.get(
    `${base}/:rule`,
    { config: read, schema: { tags: ['rules'], summary: 'One of them', params: RulePath, response: gives(Whole) } },
    async (request, reply) => {
      const { tenant, rule } = request.params
      const rows = await asTenant(db, tenant, scoped => listRules(scoped))
      const row = rows.find(({ id }) => id === rule)
      if (!row) throw notFound('rule of this id')
      return tagged(request, reply, wholeOf(platform, rows, row), editedOf(row))
    },
  )

  app.post(
    `${base}/check`,
    {
      config: write,
      schema: {
        tags: ['rules'],
        summary: 'What is wrong with a source, and what is in it; nothing is kept',
        params: TenantPath,
        body: Type.Object({ source: RuleText, id: Type.Optional(Uuid) }, { additionalProperties: false }),
        response: gives(Type.Object({ faults: Faults, rules: Rules })),
      },
    },
    async request => {
      const { source, id } = request.body
      const rows = await asTenant(db, request.params.tenant, scoped => listRules(scoped))
      return partsOf(checkOf(platform, rows, { id: id ?? NEW, source }))
    },
  )
}

const making: Routes = (app, { db, platform }) => {
  app.post(
    base,
    {
      config: write,
      schema: {
        tags: ['rules'],
        summary: 'Keeps a rule; it does nothing until it is enabled. Faults are told with their lines',
        params: TenantPath,
        body: New,
        response: gives(Whole, 201),
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { name, source } = request.body
      const by = callerOf(request).name
      const made = await asTenant(db, tenant, async scoped => {
        const rows = await locked(scoped, tenant)
        if (rows.length >= MOST_RULES)
          throw new Problem(409, `There may be ${MOST_RULES} rules: remove one, or put several in one.`)
        refuseFaults(checkOf(platform, rows, { id: NEW, source }))
        const row = await addRule(scoped, { tenant, name, source, by })
        await record(scoped, tenant, { who: by, action: 'rule.create', object: row.id, detail: { name } })
        return wholeOf(platform, [...rows, row], row)
      })
      return reply.code(201).send(made)
    },
  )
}

const changing: Routes = (app, { db, platform }) => {
  app.put(
    `${base}/:rule`,
    {
      config: write,
      schema: {
        tags: ['rules'],
        summary: 'Replaces a rule; where it is enabled all sites work by it at once',
        params: RulePath,
        body: New,
        response: gives(Whole),
      },
    },
    async (request, reply) => {
      const { tenant, rule } = request.params
      const { name, source } = request.body
      const by = callerOf(request).name
      const { whole, row } = await asTenant(db, tenant, async scoped => {
        const rows = await locked(scoped, tenant)
        const known = found(rows, rule)
        checkMatch(request, editedOf(known))
        refuseFaults(checkOf(platform, rows, { id: rule, source }))
        const next = rows.map(one => (one.id === rule ? { ...one, source } : one))
        refuseBroken(platform, rows, next)
        const row = (await changeRule(scoped, { id: rule, by }, { name, source }))!
        await record(scoped, tenant, { who: by, action: 'rule.change', object: rule, detail: { name } })
        return { whole: wholeOf(platform, next, row), row }
      })
      if (row.enabled) await spread(platform, tenant)
      return tagged(request, reply, whole, editedOf(row))
    },
  )

  app.patch(
    `${base}/:rule`,
    {
      config: write,
      schema: {
        tags: ['rules'],
        summary: 'Enables or disables a rule, at all sites at once',
        params: RulePath,
        body: Type.Object({ enabled: Type.Boolean() }, { additionalProperties: false }),
        response: gives(Whole),
      },
    },
    async (request, reply) => {
      const { tenant, rule } = request.params
      const { enabled } = request.body
      const by = callerOf(request).name
      const { whole, row } = await asTenant(db, tenant, async scoped => {
        const rows = await locked(scoped, tenant)
        const known = found(rows, rule)
        checkMatch(request, editedOf(known))
        const next = rows.map(one => (one.id === rule ? { ...one, enabled } : one))
        if (enabled) refuseFaults(checkOf(platform, next.filter(isEnabled), known))
        else refuseBroken(platform, rows, next)
        const row = (await changeRule(scoped, { id: rule, by }, { enabled }))!
        const action = enabled ? 'rule.enable' : 'rule.disable'
        await record(scoped, tenant, { who: by, action, object: rule, detail: { name: row.name } })
        return { whole: wholeOf(platform, next, row), row }
      })
      await spread(platform, tenant)
      return tagged(request, reply, whole, editedOf(row))
    },
  )
}

const removing: Routes = (app, { db, platform }) => {
  app.delete(
    `${base}/:rule`,
    {
      config: write,
      schema: {
        tags: ['rules'],
        summary: 'Removes a rule; what it found stays',
        params: RulePath,
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, rule } = request.params
      const who = callerOf(request).name
      const wasEnabled = await asTenant(db, tenant, async scoped => {
        const rows = await locked(scoped, tenant)
        const { name, enabled } = found(rows, rule)
        refuseBroken(
          platform,
          rows,
          rows.filter(({ id }) => id !== rule),
        )
        await removeRule(scoped, rule)
        await record(scoped, tenant, { who, action: 'rule.remove', object: rule, detail: { name } })
        return enabled
      })
      if (wasEnabled) await spread(platform, tenant)
      return reply.code(204).send()
    },
  )
}

/** The id of a source that is not kept. */
const NEW = 'new'

/** Rules name each other: they are changed one after the other. */
async function locked(scoped: Scoped, tenant: string): Promise<Stored[]> {
  await alone(scoped, tenant, 'rules')
  return listRules(scoped)
}

function found(rows: readonly Stored[], rule: string): Stored {
  const row = rows.find(({ id }) => id === rule)
  if (!row) throw notFound('rule of this id')
  return row
}

const isEnabled = ({ enabled }: { readonly enabled: boolean }): boolean => enabled
const editedOf = ({ name, source, enabled }: Stored) => ({ name, source, enabled })
const sourcesOf = (rows: readonly RuleSource[]): RuleSource[] => rows.map(({ id, source }) => ({ id, source }))
const byId = (checked: readonly CheckedRule[]) => new Map(checked.map(one => [one.id, one]))
const partsOf = (checked: CheckedRule | undefined) => ({ faults: checked?.faults ?? [], rules: checked?.rules ?? [] })

/** One among the others; where two are called the same, it is the one at fault. */
const checkOf = (platform: PlatformPort, rows: readonly RuleSource[], { id, source }: RuleSource): CheckedRule =>
  platform.checkRules([...sourcesOf(rows.filter(one => one.id !== id)), { id, source }]).at(-1)!

const wholeOf = (platform: PlatformPort, rows: readonly RuleSource[], row: Stored) => ({
  ...row,
  ...partsOf(checkOf(platform, rows, row)),
})

const sayFault = ({ line, message }: Fault): string => `line ${line}: ${message}`

function refuseFaults({ faults }: CheckedRule): void {
  const [first] = faults
  if (!first) return
  throw new Problem(400, `The rule was not taken. In ${sayFault(first)}`, { source: sayFault(first) }, { faults })
}

/** A rule that asks for findings of another one does not lose it unnoticed. */
function refuseBroken(platform: PlatformPort, before: readonly Stored[], after: readonly Stored[]): void {
  const wrong = (rows: readonly Stored[]) =>
    byId(platform.checkRules(sourcesOf(rows.filter(isEnabled))).filter(({ faults }) => faults.length > 0))
  const known = wrong(before)
  for (const [id, { faults }] of wrong(after)) {
    if (known.has(id)) continue
    const { name } = after.find(row => row.id === id)!
    throw new Problem(409, `The rule “${name}” could no longer be used, ${sayFault(faults[0]!)} Change it first.`)
  }
}

/** To all sites. Should one of them fail, it works by the new rules when it comes back. */
async function spread(platform: PlatformPort, tenant: string): Promise<void> {
  try {
    await platform.rulesChanged(tenant)
  } catch (error) {
    platform.log('a site does not work by changed rules yet', { err: error, tenant })
  }
}
