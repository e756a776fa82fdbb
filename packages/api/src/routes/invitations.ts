// Invitations: the only way in besides the first link. The link is shown once, to whoever invites.
import { languageOf } from '@nautilus/mail'
import {
  addInvitation,
  addMember,
  addPassword,
  aloneWith,
  asOwner,
  asTenant,
  changeAccount,
  type Database,
  endWays,
  findInvitation,
  footingOf,
  getSite,
  isNobodys,
  listInvitations,
  listTenants,
  markMailed,
  personOfEmail,
  prove,
  record,
  revokeInvitation,
  type Scoped,
  useInvitation,
} from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { callerOf, hashOf, newSecret } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { type Auth, createPerson, type Person, SHORTEST_PASSWORD } from '../auth.ts'
import { brandOf } from '../brand/brand-book.ts'
import { worn } from '../brand/branding.ts'
import { faultOf } from '../passwords.ts'
import { notFound, Problem } from '../problem.ts'
import {
  Document,
  Email,
  gives,
  listOf,
  nothing,
  nullable,
  Role,
  SiteOrAll,
  TenantPath,
  Time,
  Uuid,
} from './schemas.ts'

export const Token = Type.String({ minLength: 20, maxLength: 200 })
/** ms */
const GOOD_FOR = 7 * 86_400_000

const Row = Type.Object({
  id: Uuid,
  email: Type.String(),
  site: Type.String(),
  role: Role,
  made_by: nullable(Type.String()),
  made_at: Time,
  expires_at: Time,
  used_at: nullable(Time),
  revoked_at: nullable(Time),
})
const New = Type.Object({ email: Email, role: Role, site: Type.Optional(SiteOrAll) }, { additionalProperties: false })
export const Made = Type.Object({
  invitation: Row,
  token: nullable(Type.String({ description: 'Shown this once; null where a letter took it.' })),
  path: nullable(
    Type.String({ description: 'Of the link, at the address of the console; null where a letter took it.' }),
  ),
  mailed: nullable(
    Type.Union(
      (['ok', 'temporary', 'permanent'] as const).map(kind => Type.Literal(kind)),
      { description: 'What became of the letter; null without mail.' },
    ),
  ),
})
const Accept = Type.Object(
  {
    token: Token,
    name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    password: Type.String({ minLength: SHORTEST_PASSWORD, maxLength: 256 }),
  },
  { additionalProperties: false },
)

export type Invited = { readonly email: string; readonly role: string; readonly site?: string | undefined }

/** Makes an invitation and records it. */
export async function invite(scoped: Scoped, tenant: string, by: string, { email, role, site = '*' }: Invited) {
  const token = newSecret()
  const expires = new Date(Date.now() + GOOD_FOR)
  const row = { tenant, tokenHash: hashOf(token), email: email.trim().toLowerCase(), site, role, by, expires }
  const invitation = await addInvitation(scoped, row)
  const detail = { role, site }
  await record(scoped, tenant, { who: by, action: 'invitation.create', object: invitation.email, detail })
  return { invitation, token, path: `/invitation?token=${token}` }
}

type Open = Awaited<ReturnType<typeof invite>>

/**
 * Sends the link to the invited, once the invitation is stored. Whoever invites sees it only where no letter went: that
 * somebody has it shows then that the address is theirs.
 */
export async function deliver({ db, doors: { post } }: Context, request: FastifyRequest, tenant: string, made: Open) {
  if (!post) return { ...made, mailed: null }
  const { invitation, path } = made
  const organisation = (await listTenants(db)).find(({ id }) => id === tenant)?.name ?? tenant
  const { kind: mailed } = await post.send('invitation', {
    to: invitation.email,
    // Whoever comes new speaks as the organisation does, rather than as the one who invites.
    language: (await brandOf(db, tenant)).language ?? languageOf(request.headers['accept-language']),
    values: { organisation, inviter: callerOf(request).name, role: invitation.role },
    path,
    tenant,
  })
  if (mailed !== 'ok') return { ...made, mailed }
  await asTenant(db, tenant, scoped => markMailed(scoped, invitation.id))
  return { invitation, token: null, path: null, mailed }
}

export const invitations: Routes = (app, context) => {
  managed(app, context)
  accepted(app, context)
}

/** For those who invite. */
const managed: Routes = (app, context) => {
  const { db } = context
  const base = '/api/tenants/:tenant/invitations'
  const config = { need: 'people.write' as const }

  app.get(
    base,
    {
      config,
      schema: { tags: ['people'], summary: 'Invitations', params: TenantPath, response: gives(listOf(Row)) },
    },
    request => asTenant(db, request.params.tenant, async scoped => ({ items: await listInvitations(scoped) })),
  )

  app.post(
    base,
    {
      config,
      schema: {
        tags: ['people'],
        summary: 'Invites a person',
        params: TenantPath,
        body: New,
        response: gives(Made, 201),
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { site = '*' } = request.body
      const made = await asTenant(db, tenant, async scoped => {
        if (site !== '*' && !(await getSite(scoped, site)))
          throw new Problem(400, 'There is no such site.', { site: 'is no site of this organisation' })
        return invite(scoped, tenant, callerOf(request).name, request.body)
      })
      return reply.code(201).send(await deliver(context, request, tenant, made))
    },
  )

  app.delete(
    `${base}/:invitation`,
    {
      config,
      schema: {
        tags: ['people'],
        summary: 'Revokes an invitation',
        params: Type.Object({ ...TenantPath.properties, invitation: Uuid }),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { tenant, invitation } = request.params
      await asTenant(db, tenant, async scoped => {
        if (!(await revokeInvitation(scoped, invitation))) throw notFound('invitation that could be revoked')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, action: 'invitation.revoke', object: invitation })
      })
      return reply.code(204).send()
    },
  )
}

/** For the invited. */
const accepted: Routes = (app, { db, auth, doors }) => {
  const config = { need: 'public' as const, rateLimit: { max: 30 } }

  app.post(
    '/api/invitations/look',
    {
      config,
      schema: {
        tags: ['people'],
        summary: 'Whom a link is for',
        body: Type.Object({ token: Token }, { additionalProperties: false }),
        response: gives(
          Type.Object({
            email: Type.String(),
            role: Role,
            organisation: Type.String(),
            branding: Document,
            known: Type.Boolean({ description: 'There is an account of this address: sign in to accept.' }),
          }),
        ),
      },
    },
    async request => {
      const found = await findInvitation(db, hashOf(request.body.token))
      if (!found) throw gone()
      const tenant = (await listTenants(db)).find(({ id }) => id === found.tenant)
      const [organisation, branding] = [tenant?.name ?? found.tenant, worn(await brandOf(db, found.tenant))]
      const known = (await taken(db, found.email)) !== null
      return { email: found.email, role: found.role, organisation, branding, known }
    },
  )

  app.post(
    '/api/invitations/accept',
    {
      config,
      schema: {
        tags: ['people'],
        summary: 'Makes the account that an invitation is for',
        body: Accept,
        response: gives(Type.Object({ email: Type.String(), tenant: Type.String() }), 201),
      },
    },
    async (request, reply) => {
      const { token, name, password } = request.body
      const found = await findInvitation(db, hashOf(token))
      if (!found) throw gone()
      const weakness = await faultOf(password, [name, found.email], doors.breached)
      if (weakness) throw new Problem(400, weakness, { password: weakness })
      if (await taken(db, found.email))
        throw new Problem(409, 'There is an account of this address already: sign in, and open the link again.')
      await asTenant(db, found.tenant, async scoped => {
        // Under the lock of the invitation, so that two who open one link at once make one account.
        const invitation = await useInvitation(scoped, hashOf(token))
        if (!invitation) throw gone()
        const person = await personFor(auth, scoped, { email: invitation.email, name, password })
        // Of a link that somebody passed on nobody knows through whose hands it went.
        if (invitation.mailed) await asOwner(scoped, all => prove(all, person))
        await join(scoped, invitation, person)
      })
      return reply.code(201).send({ email: found.email, tenant: found.tenant })
    },
  )
}

/** An account that counts somewhere: its owner accepts by signing in. */
async function taken(db: Database, email: string): Promise<Person | null> {
  const known = await personOfEmail(db, email)
  return known && !isNobodys(await footingOf(db, known.id)) ? known : null
}

/** A new account; or the one of the address that counts nowhere, without the ways in that it had. */
async function personFor(auth: Auth, scoped: Scoped, person: { email: string; name: string; password: string }) {
  const hash = await (await auth.$context).password.hash(person.password)
  const known = await asOwner(scoped, async all => {
    const known = await personOfEmail(all, person.email)
    if (known) await aloneWith(all, known.id)
    if (!known || !isNobodys(await footingOf(all, known.id))) return null
    await endWays(all, known.id)
    await addPassword(all, known.id, hash)
    await changeAccount(all, known.id, person)
    return { ...known, name: person.name }
  })
  return known ?? createPerson(auth, person)
}

const gone = (): Problem => new Problem(410, 'This link was used, revoked, or is too old: ask for a new one.')

/** The invited becomes a member. */
export async function join(
  scoped: Scoped,
  { tenant, site, role }: { readonly tenant: string; readonly site: string; readonly role: string },
  { id, email }: Person,
): Promise<void> {
  await addMember(scoped, { tenant, user: id, site, role, by: null })
  await record(scoped, tenant, { who: email, action: 'invitation.accept', object: email, detail: { role, site } })
}

/** For somebody who is signed in: the link must be theirs. */
export async function tenantOfToken(db: Database, tokenHash: string, email: string): Promise<string> {
  const found = await findInvitation(db, tokenHash)
  if (!found) throw gone()
  if (found.email !== email)
    throw new Problem(403, `This link is for ${found.email}, and you are signed in as ${email}.`)
  return found.tenant
}
