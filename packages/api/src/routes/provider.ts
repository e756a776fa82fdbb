// The provider's side: tenants of customers, and emergency access to them, which they see.
import {
  addProviderMember,
  asTenant,
  breakGlass,
  type Database,
  endBreakGlass,
  ensureTenant,
  listBreakGlass,
  listProviderMembers,
  listTenants,
  type Mailbox,
  membershipsOf,
  namesOf,
  openBreakGlassOf,
  personOfEmail,
  providerRights,
  record,
  removeProviderMember,
  type Scoped,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf, personOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { grants, isRole, roles } from '../permissions.ts'
import { notFound, Problem, problemOf } from '../problem.ts'
import { isSafeToTrust } from '../ways.ts'
import { deliver, invite } from './invitations.ts'
import {
  Document,
  Email,
  gives,
  id,
  listOf,
  Name,
  nothing,
  nullable,
  Reason,
  TenantPath,
  Time,
  Uuid,
} from './schemas.ts'

/** A working day; whoever needs longer asks for an invitation. */
const MOST_HOURS = 8

const TenantRow = Type.Object({ id: Type.String(), name: Type.String(), branding: Document })
const NewTenant = Type.Object(
  {
    id: Name,
    name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    admin: Type.Optional(Type.String({ ...Email, description: 'Is invited as the first provider-admin.' })),
  },
  { additionalProperties: false },
)
const Access = Type.Object({
  id: Uuid,
  user_id: Type.String(),
  who: Type.String(),
  role: Type.String(),
  reason: Type.String(),
  began_at: Time,
  until: Time,
  ended_at: nullable(Time),
})
/** Whoever comes for a time lets nobody else in: no people, no keys. */
const GuestRole = Type.Union(roles.filter(role => role !== 'provider-admin').map(role => Type.Literal(role)))
const NewAccess = Type.Object(
  {
    reason: Type.String({ ...Reason, minLength: 10 }),
    hours: Type.Number({ minimum: 0.1, maximum: MOST_HOURS }),
    role: Type.Optional(GuestRole),
  },
  { additionalProperties: false },
)
const AccessPath = Type.Object({ ...TenantPath.properties, access: Uuid })

export const provider: Routes = (app, context) => {
  tenantsOfOthers(app, context)
  ownPeople(app, context)
  emergency(app, context)
}

const config = { need: 'provider' as const }

const tenantsOfOthers: Routes = (app, context) => {
  const { db } = context
  app.get(
    '/api/provider/tenants',
    { config, schema: { tags: ['provider'], summary: 'All tenants', response: gives(listOf(TenantRow)) } },
    async () => ({ items: await listTenants(db) }),
  )

  app.post(
    '/api/tenants',
    {
      config,
      schema: {
        tags: ['provider'],
        summary: 'Makes a tenant, and invites its first administrator',
        body: NewTenant,
        response: gives(Type.Object({ id: Name, invitation: nullable(Document) }), 201),
      },
    },
    async (request, reply) => {
      const { id: tenant, name, admin } = request.body
      if (!(await ensureTenant(db, tenant, name)))
        throw new Problem(409, 'There is a tenant of this id already.', { id: 'is taken' })
      const who = callerOf(request).name
      const made = await asTenant(db, tenant, async scoped => {
        await record(scoped, tenant, { who, action: 'tenant.create', object: tenant, detail: { name } })
        return admin === undefined ? null : invite(scoped, tenant, who, { email: admin, role: 'provider-admin' })
      })
      const invitation = made && (await deliver(context, request, tenant, made))
      return reply.code(201).send({ id: tenant, invitation })
    },
  )
}

const NewMember = Type.Object(
  {
    email: Email,
    role: Type.Optional(
      Type.Union([Type.Literal('admin'), Type.Literal('analyst')], { description: 'analyst: the queue alone.' }),
    ),
    customers: Type.Optional(
      nullable(Type.Array(Name, { maxItems: 1000, uniqueItems: true, description: 'Whose queue; null: of all.' })),
    ),
  },
  { additionalProperties: false },
)

const ownPeople: Routes = (app, { db, platform }) => {
  const base = '/api/provider/members'
  const Row = Type.Object({
    user: Type.String(),
    name: nullable(Type.String()),
    email: nullable(Type.String()),
    role: Type.String(),
    customers: nullable(Type.Array(Type.String())),
    added_by: nullable(Type.String()),
    added_at: Time,
  })

  app.get(
    base,
    { config, schema: { tags: ['provider'], summary: 'People of the provider', response: gives(listOf(Row)) } },
    async () => {
      const members = await listProviderMembers(db)
      const names = await namesOf(
        db,
        members.map(({ user_id }) => user_id),
      )
      const items = members.map(({ user_id: user, ...member }) => {
        const { name = null, email = null } = names.get(user) ?? {}
        return { user, name, email, ...member }
      })
      return { items }
    },
  )

  app.post(
    base,
    {
      config,
      schema: {
        tags: ['provider'],
        summary: 'Makes a person one of the provider, or changes what they may',
        body: NewMember,
        response: nothing,
      },
    },
    async (request, reply) => {
      const person = await personOfEmail(db, request.body.email.trim().toLowerCase())
      if (!person) throw new Problem(404, 'There is no account of this address.', { email: 'has no account' })
      const { role = 'admin', customers = null } = request.body
      if (person.id === personOf(request).id)
        throw new Problem(409, 'You cannot change what you may yourself: ask another person of the provider.')
      const known = new Set((await listTenants(db)).map(tenant => tenant.id))
      if (customers?.some(tenant => !known.has(tenant)))
        throw new Problem(400, 'There is no such customer.', { customers: 'one is not here' })
      if ((await providerRights(db, person.id)) === null) await beSafe(db, person, personOf(request))
      await addProviderMember(db, person.id, callerOf(request).name, { role, customers })
      if (customers !== null) await endVisits(db, person.id, customers, callerOf(request).name)
      const detail = { who: callerOf(request).name, person: person.email, role, customers }
      platform.log('a person of the provider was added', detail)
      return reply.code(204).send()
    },
  )

  app.delete(
    `${base}/:user`,
    {
      config,
      schema: {
        tags: ['provider'],
        summary: 'Takes a person from the provider',
        params: Type.Object({ user: id }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { user } = request.params
      if (user === personOf(request).id)
        throw new Problem(409, 'You cannot remove yourself: ask another person of the provider.')
      if (!(await removeProviderMember(db, user))) throw notFound('person of this id')
      await endVisits(db, user, [], callerOf(request).name)
      platform.log('a person of the provider was removed', { who: callerOf(request).name, person: user })
      return reply.code(204).send()
    },
  )
}

/** Emergency access goes with the right to it, but where the person still has that. */
async function endVisits(db: Database, user: string, still: readonly string[], who: string): Promise<void> {
  for (const { tenant, id } of await openBreakGlassOf(db, user)) {
    if (still.includes(tenant)) continue
    await asTenant(db, tenant, async scoped => {
      if (await endBreakGlass(scoped, id)) await record(scoped, tenant, { who, action: 'break-glass.end', object: id })
    })
  }
}

/** A customer's administrator may have made the account, with a way in that is kept. */
async function beSafe(db: Database, person: Mailbox, asking: Mailbox): Promise<void> {
  const members = await membershipsOf(db, asking.id)
  const trusted = members.filter(({ site, role }) => site === '*' && isRole(role) && grants[role].has('people.write'))
  const tenants = trusted.map(({ tenant }) => tenant)
  if (await isSafeToTrust(db, person, tenants)) return
  throw problemOf(
    409,
    'account.shared-owner',
    'Others may still have a way into this account. Its owner chooses a new password by “Forgot your password?” first; without mail, invite them into an organisation of yours, and no other.',
  )
}

const emergency: Routes = (app, { db }) => {
  const base = '/api/tenants/:tenant/break-glass'

  app.get(
    base,
    {
      config: { need: 'audit.read' },
      schema: { tags: ['provider'], summary: 'Emergency access', params: TenantPath, response: gives(listOf(Access)) },
    },
    request => asTenant(db, request.params.tenant, async scoped => ({ items: await listBreakGlass(scoped) })),
  )

  app.post(
    base,
    {
      config: { need: 'queue' },
      schema: {
        tags: ['provider'],
        summary: 'Enters the tenant of a customer, for at most eight hours; the customer sees it',
        params: TenantPath,
        body: NewAccess,
        response: gives(Access, 201),
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { reason, hours, role = 'analyst' } = request.body
      const { customers } = callerOf(request)
      if (customers !== null && !customers.includes(tenant)) throw notFound('tenant of this id')
      const { id: user, email: who } = personOf(request)
      if (!(await listTenants(db)).some(({ id }) => id === tenant)) throw notFound('tenant of this id')
      const access = await asTenant(db, tenant, async scoped => {
        const begun = await breakGlass(scoped, { tenant, user, who, role, reason, hours })
        const detail = { reason, role, until: begun.until }
        await record(scoped, tenant, { who, action: 'break-glass.begin', object: begun.id, detail })
        return begun
      })
      return reply.code(201).send(access)
    },
  )

  const end = async (scoped: Scoped, tenant: string, access: string, who: string) => {
    const ended = await endBreakGlass(scoped, access)
    if (!ended) throw notFound('access that is still open')
    await record(scoped, tenant, { who, action: 'break-glass.end', object: access })
  }
  const routes = [
    { url: `${base}/:access`, need: 'people.write' as const, summary: 'Ends emergency access, as the customer' },
    {
      url: '/api/provider/break-glass/:tenant/:access',
      need: 'queue' as const,
      summary: 'Ends emergency access, as the provider',
    },
  ]
  for (const { url, need, summary } of routes)
    app.delete(
      url,
      { config: { need }, schema: { tags: ['provider'], summary, params: AccessPath, response: nothing } },
      async (request, reply) => {
        const { tenant, access } = request.params
        await asTenant(db, tenant, scoped => end(scoped, tenant, access, callerOf(request).name))
        return reply.code(204).send()
      },
    )
}
