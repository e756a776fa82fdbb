// Who is asking, and whether they may. Every route declares what it needs; one that does not is refused at start.
import { createHash, randomBytes } from 'node:crypto'
import {
  asTenant,
  type Database,
  isSensorKey,
  type Member,
  membershipsOf,
  ownerOfKey,
  providerRights,
  type Scoped,
} from '@nautilus/store'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Auth, Person } from './auth.ts'
import { grants, isPermission, isRole, type Permission } from './permissions.ts'
import type { PlatformPort } from './port.ts'
import { Problem } from './problem.ts'

/**
 * `public`: anybody. `person`: signed in. `provider`: signed in, and an administrator of the provider. `queue`: one of the
 * provider, for the customers in `caller.customers`. `sensor`: the sensor of the path, by its key. Else a permission on the tenant and site of the path.
 */
export type Need = 'public' | 'person' | 'provider' | 'queue' | 'sensor' | Permission

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly need?: Need
    /** The handler keeps to `caller.sites`: whoever may see one site only is let in, too. */
    readonly bySite?: true
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
  /** The sites of the tenant that the caller may see; null: every one. */
  readonly sites: readonly string[] | null
  /** Of the provider: whose queue they see; null: of every tenant. Nobody's, for others. */
  readonly customers: readonly string[] | null
  /** Beyond what the route needs: on the tenant and site of the path. */
  readonly may: (permission: Permission) => boolean
}
const nothing = (): boolean => false

/** 256 bits, for links and machines. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

const KEY = /^Bearer (nk_[\w-]{20,100})$/
const SENSOR_KEY = /^Bearer (ns_[\w-]{20,100})$/

type Doors = { readonly auth: Auth; readonly db: Database; readonly platform: Pick<PlatformPort, 'misused'> }

export function guard(app: FastifyInstance, { auth, db, platform }: Doors): void {
  app.decorateRequest('caller', null)
  app.addHook('onRoute', ({ url, config, method, schema }) => {
    const isHead = method === 'HEAD'
    if (url.startsWith('/api/') && !isHead && !config?.need)
      throw new Error(`${String(method)} ${url} does not say what it needs: give it config.need.`)
    // What is not described is not among the routes that are tested one by one.
    if (schema?.hide && config?.need && config.need !== 'public')
      throw new Error(`${String(method)} ${url} is hidden and not public: describe it.`)
  })
  app.addHook('preValidation', async request => {
    const { need, bySite = false } = request.routeOptions.config
    if (need === undefined || need === 'public') return
    const { tenant, site, sensor } = request.params as Record<string, string | undefined>
    const asked: Asked = { need, tenant, site, sensor, bySite }
    if (need === 'sensor') {
      request.caller = await ofSensor(db, platform, request, asked)
      return
    }
    refuseForeignOrigin(request)
    const key = KEY.exec(request.headers.authorization ?? '')?.[1]
    request.caller = key ? await ofKey(db, key, asked) : await ofSession(auth, db, request, asked)
  })
}

type Asked = {
  readonly need: Need
  readonly tenant: string | undefined
  readonly site: string | undefined
  readonly sensor: string | undefined
  readonly bySite: boolean
}

async function ofSession(auth: Auth, db: Database, request: FastifyRequest, asked: Asked): Promise<Caller> {
  const session = await auth.api.getSession({ headers: headersOf(request) })
  if (!session) throw new Problem(401, 'Sign in first.')
  const { id, email, name } = session.user
  const caller: Caller = { name: email, person: { id, email, name }, sites: null, customers: [], may: nothing }
  if (asked.need === 'person') return caller
  if (asked.need !== 'provider' && asked.need !== 'queue') {
    const members = await membershipsOf(db, id)
    const may = (need: Permission) => isAble(members, { ...asked, need })
    return { ...caller, sites: sitesOf(members, asked), may }
  }
  const rights = await providerRights(db, id)
  if (!rights) throw new Problem(403, 'This is for people of the provider.')
  if (asked.need === 'provider' && rights.role !== 'admin')
    throw new Problem(403, 'This is for administrators of the provider.')
  return { ...caller, customers: rights.customers }
}

/** Where a person may do what is asked; throws where that is nowhere. */
function sitesOf(memberships: readonly Member[], { need, tenant, site, bySite }: Asked): readonly string[] | null {
  const own = memberships.filter(member => member.tenant === tenant)
  // Whether a tenant exists is nobody's business who is not in it. So with sites.
  if (own.length === 0) throw new Problem(404, 'There is no such tenant.')
  const here = own.filter(member => member.site === '*' || (site === undefined ? bySite : member.site === site))
  if (here.length === 0 && site !== undefined) throw new Problem(404, 'There is no such site.')
  if (here.length === 0) throw new Problem(403, 'This is for members of the whole organisation; you are one of a site.')
  const able = here.filter(({ role }) => isRole(role) && grants[role].has(need as Permission))
  if (able.length === 0) throw new Problem(403, `Your role does not include ${need}.`)
  return able.some(member => member.site === '*') ? null : able.map(member => member.site)
}

const isAble = (memberships: readonly Member[], { need, tenant, site }: Asked): boolean =>
  memberships.some(
    ({ tenant: of, site: at, role }) =>
      of === tenant && (at === '*' || at === site) && isRole(role) && grants[role].has(need as Permission),
  )

async function ofKey(db: Database, key: string, { need, tenant, site, bySite }: Asked): Promise<Caller> {
  const wrong = new Problem(401, 'This key is not valid.')
  if (tenant === undefined) throw wrong
  const found = await asTenant(db, tenant, scoped => useKey(scoped, hashOf(key)))
  if (!found) throw wrong
  if (found.site !== '*' && site !== undefined && found.site !== site) throw new Problem(404, 'There is no such site.')
  if (!isPermission(need) || !found.scopes.includes(need)) throw new Problem(403, `This key does not include ${need}.`)
  if (found.site !== '*' && site === undefined && !bySite) throw new Problem(403, 'This key is for one site.')
  const may = (permission: Permission) => found.scopes.includes(permission)
  return {
    name: `key ${found.name}`,
    person: null,
    sites: found.site === '*' ? null : [found.site],
    customers: [],
    may,
  }
}

async function ofSensor(
  db: Database,
  platform: Doors['platform'],
  request: FastifyRequest,
  { tenant, site, sensor }: Asked,
): Promise<Caller> {
  const key = SENSOR_KEY.exec(request.headers.authorization ?? '')?.[1]
  if (!key || tenant === undefined || site === undefined || sensor === undefined)
    throw new Problem(401, 'A sensor sends its key: Authorization: Bearer ns_…')
  const isOwn = await asTenant(db, tenant, scoped => isSensorKey(scoped, site, sensor, hashOf(key)))
  if (!isOwn) {
    // A key that is or was somebody's is no mistake of typing: its site hears of it.
    const owner = await asTenant(db, tenant, scoped => ownerOfKey(scoped, hashOf(key)))
    if (owner) {
      const how = owner.revoked ? 'revoked-key' : 'foreign-key'
      platform.misused({ tenant, site: owner.site, sensor: owner.sensor }, how, `sent from ${request.ip} as ${sensor}`)
    }
    throw new Problem(401, 'This key is not valid, or was revoked: enrol the sensor again.')
  }
  return { name: `sensor ${sensor}`, person: null, sites: [site], customers: [], may: nothing }
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

/** For answers about persons: programs have no account. */
export function personOf(request: FastifyRequest): Person {
  const { person } = callerOf(request)
  if (!person) throw new Problem(403, 'This is for people, not for keys.')
  return person
}
