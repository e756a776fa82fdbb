// Who is asking, and whether they may. Every route declares what it needs; one that does not is refused at start.
import { createHash, randomBytes } from 'node:crypto'
import { asTenant, type Database, membershipsOf, type Scoped } from '@nautilus/store'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Auth, Person } from './auth.ts'
import { grants, isPermission, isRole, type Permission } from './permissions.ts'
import { Problem } from './problem.ts'

/** `public`: anybody. `person`: signed in. Else a permission on the tenant and site of the path. */
export type Need = 'public' | 'person' | Permission

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly need?: Need
  }
  interface FastifyRequest {
    /** Null on public routes. */
    caller: Caller | null
  }
}

export type Caller = {
  /** For the record: an e-mail address, or `key NAME`. */
  readonly name: string
  readonly person: Person | null
}

/** 256 bits, for links and machines. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

const KEY = /^Bearer (nk_[\w-]{20,100})$/

export function guard(app: FastifyInstance, { auth, db }: { readonly auth: Auth; readonly db: Database }): void {
  app.decorateRequest('caller', null)
  app.addHook('onRoute', ({ url, config, method }) => {
    const isHead = method === 'HEAD'
    if (url.startsWith('/api/') && !isHead && !config?.need)
      throw new Error(`${String(method)} ${url} does not say what it needs: give it config.need.`)
  })
  app.addHook('preValidation', async request => {
    const need = request.routeOptions.config.need
    if (need === undefined || need === 'public') return
    refuseForeignOrigin(request)
    const { tenant, site } = request.params as { tenant?: string; site?: string }
    const key = KEY.exec(request.headers.authorization ?? '')?.[1]
    request.caller = key
      ? await ofKey(db, key, { need, tenant, site })
      : await ofSession(auth, db, request, { need, tenant, site })
  })
}

type Asked = { readonly need: Need; readonly tenant: string | undefined; readonly site: string | undefined }

async function ofSession(
  auth: Auth,
  db: Database,
  request: FastifyRequest,
  { need, tenant, site }: Asked,
): Promise<Caller> {
  const session = await auth.api.getSession({ headers: headersOf(request) })
  if (!session) throw new Problem(401, 'Sign in first.')
  const { id, email, name } = session.user
  const caller: Caller = { name: email, person: { id, email, name } }
  if (need === 'person') return caller
  const own = (await membershipsOf(db, id)).filter(member => member.tenant === tenant)
  // Whether a tenant exists is nobody's business who is not in it.
  if (own.length === 0) throw new Problem(404, 'There is no such tenant.')
  const here = own.filter(member => member.site === '*' || site === undefined || member.site === site)
  const may = here.some(({ role }) => isRole(role) && grants[role].has(need as Permission))
  if (!may) throw new Problem(403, `Your role does not include ${need}.`)
  return caller
}

async function ofKey(db: Database, key: string, { need, tenant, site }: Asked): Promise<Caller> {
  const wrong = new Problem(401, 'This key is not valid.')
  if (tenant === undefined) throw wrong
  const found = await asTenant(db, tenant, scoped => useKey(scoped, hashOf(key)))
  if (!found) throw wrong
  if (found.site !== '*' && site !== undefined && found.site !== site) throw new Problem(404, 'There is no such site.')
  if (need === 'person' || !isPermission(need) || !found.scopes.includes(need))
    throw new Problem(403, `This key does not include ${need}.`)
  return { name: `key ${found.name}`, person: null }
}

const useKey = (scoped: Scoped, hash: string) =>
  scoped
    .updateTable('api_keys')
    .set({ used_at: new Date() })
    .where('key_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .where(({ or, eb }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date())]))
    .returning(['name', 'scopes', 'site'])
    .executeTakeFirst()

/** A page of another origin must not act in somebody's name (OWASP ASVS 5.0, 3.5.1). */
function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  const { origin, host } = request.headers
  const foreign =
    site !== undefined ? site !== 'same-origin' && site !== 'none' : origin !== undefined && !isSame(origin, host)
  if (foreign) throw new Problem(403, 'This came from another site than the console.')
}

function isSame(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}

export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.append(name, value.toString())
  return headers
}

/** Signed in or with a key: the guard has seen to it. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Problem(401, 'Sign in first.')
  return request.caller
}
