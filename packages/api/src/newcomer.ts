// Who somebody of a provider of sign-in is here, and what they may: nothing, unless they are invited or a claim says so.
import {
  asTenant,
  linkIdentity,
  listTenants,
  mappingsOfProvider,
  membershipsOf,
  ownAccountOf,
  personOfEmail,
  personOfIdentity,
  providerRights,
} from '@nautilus/store'
import type { Context } from './app.ts'
import type { Person } from './auth.ts'
import type { Mapping, Provider } from './doors.ts'
import { applyMapped } from './mapped-roles.ts'
import { isRole } from './permissions.ts'
import type { Claims } from './sign-on.ts'

/** Why somebody is not let in: the console has a sentence for each. */
export type Refusal = 'no-email' | 'email-unchecked' | 'domain' | 'taken' | 'elsewhere'

export class NotLetIn extends Error {
  override readonly name = 'NotLetIn'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal)
    this.refusal = refusal
  }
}

const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,189}$/
/** Characters of a name. */
const LONGEST_NAME = 120
/** Values of one claim that are looked at. */
const MOST_VALUES = 1000

export async function admit(context: Context, provider: Provider, claims: Claims): Promise<Person> {
  const { db } = context
  const identity = { provider: provider.id, subject: claims.sub }
  const known = await personOfIdentity(db, identity)
  const person = known ?? (await newcomer(context, provider, claims))
  await keepInside(context, provider, person)
  if (!known) await linkIdentity(db, identity, person.id)
  await mapRoles(context, provider, person, claims)
  return person
}

/** The account of the address, where the provider speaks for it; else a new one. */
async function newcomer({ db, auth }: Context, provider: Provider, claims: Claims): Promise<Person> {
  const email = typeof claims.email === 'string' ? claims.email.trim().toLowerCase() : ''
  if (!ADDRESS.test(email)) throw new NotLetIn('no-email')
  if (claims.email_verified !== true && !provider.trustEmail) throw new NotLetIn('email-unchecked')
  const speaksFor = provider.domains.includes(email.slice(email.lastIndexOf('@') + 1))
  if (provider.domains.length > 0 && !speaksFor) throw new NotLetIn('domain')
  const existing = await personOfEmail(db, email)
  // An account is taken over only by whoever was said to be responsible for its address.
  if (existing && !speaksFor && !(await isOwn(db, provider, existing))) throw new NotLetIn('taken')
  if (existing) return existing
  const name = typeof claims.name === 'string' && claims.name.trim() !== '' ? claims.name.trim() : email
  const { internalAdapter } = await auth.$context
  const user = await internalAdapter.createUser(
    { email, name: name.slice(0, LONGEST_NAME), emailVerified: true },
    { method: 'sign-on' },
  )
  return { id: user.id, email, name: user.name }
}

/** The directory of the tenant, to which the provider belongs, made the account. */
const isOwn = async (db: Context['db'], { tenant }: Provider, { id }: Person): Promise<boolean> =>
  tenant !== null && (await asTenant(db, tenant, scoped => ownAccountOf(scoped, id)))

/** The provider of one tenant must open no door to another. */
async function keepInside({ db }: Context, { tenant }: Provider, { id }: Person): Promise<void> {
  if (tenant === null) return
  const isElsewhere = (await membershipsOf(db, id)).some(member => member.tenant !== tenant)
  if (isElsewhere || (await providerRights(db, id)) !== null) throw new NotLetIn('elsewhere')
}

/** Of roles, the claim decides at every sign-in; what people gave by hand stays as it is. */
async function mapRoles({ db }: Context, provider: Provider, person: Person, claims: Claims): Promise<void> {
  const by = `sign-on ${provider.id}`
  const written = await mappingsOfProvider(db, provider.id, person.id)
  const own = written.mappings.flatMap(({ role, ...mapping }): Mapping[] =>
    isRole(role) ? [{ ...mapping, role }] : [],
  )
  // What the operator wrote goes before what a tenant did.
  const roles = [...provider.roles, ...own]
  const wanted = wantedOf({ roles, tenant: provider.tenant }, claims)
  const tenants = new Set([...roles, ...written.tenants.map(tenant => ({ tenant }))].map(({ tenant }) => tenant))
  for (const { id: tenant } of await listTenants(db)) {
    if (!tenants.has(tenant)) continue
    const here = wanted.filter(mapping => mapping.tenant === tenant)
    await asTenant(db, tenant, scoped => applyMapped(scoped, { tenant, person, by, wanted: here }))
  }
}

/** One for each tenant and site: the first that holds, as the configuration lists them. */
export function wantedOf({ roles, tenant }: Pick<Provider, 'roles' | 'tenant'>, claims: Claims): Mapping[] {
  const wanted: Mapping[] = []
  for (const mapping of roles) {
    if (tenant !== null && mapping.tenant !== tenant) continue
    const isTaken = wanted.some(other => other.tenant === mapping.tenant && other.site === mapping.site)
    if (!isTaken && valuesOf(claims, mapping.claim).includes(mapping.value)) wanted.push(mapping)
  }
  return wanted
}

/** A text, or a list of texts. Names with dots lead inside: `realm_access.roles`. */
function valuesOf(claims: Claims, path: string): string[] {
  let value: unknown = claims
  if (Object.hasOwn(claims, path)) value = claims[path]
  else
    for (const step of path.split('.'))
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? Reflect.get(value, step) : null
  const list = Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value]
  return list.filter(one => typeof one === 'string')
}
