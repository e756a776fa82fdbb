// Who I am, where I may go, and where I am signed in.
import {
  asTenant,
  endSession,
  listSessions,
  listTenants,
  membershipsOf,
  providerBranding,
  providerRights,
  useInvitation,
} from '@nautilus/store'
import { Type } from 'typebox'
import { hashOf, headersOf, personOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { merged, worn } from '../brand/branding.ts'
import { grants, isRole } from '../permissions.ts'
import { notFound, Problem, problemOf } from '../problem.ts'
import { isSafeToTrust, recordEverywhere } from '../ways.ts'
import { join, Token, tenantOfToken } from './invitations.ts'
import { Document, gives, id, listOf, nothing, nullable, Role, Time } from './schemas.ts'

const Me = Type.Object({
  person: Type.Object({ id: Type.String(), email: Type.String(), name: Type.String() }),
  provider: Type.Boolean({ description: 'Looks after the tenants of others.' }),
  queue: Type.Boolean({ description: 'Sees the queue over customers.' }),
  memberships: Type.Array(
    Type.Object({
      tenant: Type.String(),
      site: Type.String(),
      role: Role,
      name: Type.String(),
      branding: Document,
      permissions: Type.Array(Type.String()),
    }),
  ),
})
const SessionRow = Type.Object({
  id: Type.String(),
  began_at: Time,
  expires_at: Time,
  address: nullable(Type.String()),
  agent: nullable(Type.String()),
  current: Type.Boolean(),
})

const SHARED =
  'Others may still have a way into this account: choose a new password by “Forgot your password?” first, and open the link again.'

export const me: Routes = (app, context) => {
  const { db, doors } = context
  app.get(
    '/api/me',
    {
      config: { need: 'person' },
      schema: { tags: ['me'], summary: 'The person, and what they may do where', response: gives(Me) },
    },
    async request => {
      const person = personOf(request)
      const above = await providerBranding(db)
      const rights = await providerRights(db, person.id)
      const names = new Map((await listTenants(db)).map(tenant => [tenant.id, tenant]))
      const memberships = (await membershipsOf(db, person.id)).map(({ tenant, site, role }) => ({
        tenant,
        site,
        role,
        name: names.get(tenant)?.name ?? tenant,
        branding: worn(merged([above, names.get(tenant)?.branding ?? {}])),
        permissions: isRole(role) ? [...grants[role]] : [],
      }))
      return { person, provider: rights?.role === 'admin', queue: rights !== null, memberships }
    },
  )
  app.post(
    '/api/me/invitations',
    {
      config: { need: 'person' },
      schema: {
        tags: ['me'],
        summary: 'Accepts an invitation with the account that one has',
        body: Type.Object({ token: Token }, { additionalProperties: false }),
        response: gives(Type.Object({ tenant: Type.String() })),
      },
    },
    async request => {
      const person = personOf(request)
      const tokenHash = hashOf(request.body.token)
      const tenant = await tenantOfToken(db, tokenHash, person.email)
      // Without mail nobody can show that they have the mailbox.
      if (doors.post !== null && !(await isSafeToTrust(db, person, [tenant])))
        throw problemOf(403, 'account.shared', SHARED)
      return asTenant(db, tenant, async scoped => {
        const invitation = await useInvitation(scoped, tokenHash)
        if (!invitation) throw new Problem(410, 'This invitation was used a moment ago.')
        await join(scoped, invitation, person)
        return { tenant }
      })
    },
  )
  sessions(app, context)
}

const sessions: Routes = (app, { db, auth }) => {
  app.get(
    '/api/me/sessions',
    {
      config: { need: 'person' },
      schema: { tags: ['me'], summary: 'Where I am signed in', response: gives(listOf(SessionRow)) },
    },
    async request => {
      const own = (await auth.api.getSession({ headers: headersOf(request) }))?.session.id
      const items = await listSessions(db, personOf(request).id)
      return { items: items.map(session => ({ ...session, current: session.id === own })) }
    },
  )

  app.delete(
    '/api/me/sessions/:session',
    {
      config: { need: 'person' },
      schema: {
        tags: ['me'],
        summary: 'Signs me out there',
        params: Type.Object({ session: id }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      if (!(await endSession(db, person.id, request.params.session))) throw notFound('session of this id')
      await recordEverywhere(db, person, 'session.end')
      return reply.code(204).send()
    },
  )
}
