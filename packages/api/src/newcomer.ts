// Who somebody of a provider of sign-in is here, and what they may: nothing, unless they are invited or a claim says so.
import {
  aloneWith,
  asTenant,
  endWays,
  footingOf,
  type Identity,
  isProven,
  isSwitchedOff,
  linkIdentity,
  listTenants,
  mappingsOfProvider,
  ownAccountOf,
  personOfEmail,
  personOfIdentity,
  prove,
} from '@nautilus/store'
import type { Context } from './app.ts'
import type { Person } from './auth.ts'
import type { Mapping, Provider } from './doors.ts'
import { applyMapped } from './mapped-roles.ts'
import { isRole } from './permissions.ts'
import type { Claims } from './sign-on.ts'
import { countsBeyond, hasRightsBeyond } from './ways.ts'

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
  if (known) await keepInside(db, provider, known)
  const person = known ?? (await newcomer(context, provider, claims))
  if (!known) await link(db, provider, identity, person)
  await mapRoles(context, provider, person, claims)
  return person
}

/** The account of the address, where the provider speaks for it; else a new one. */
async function newcomer(context: Context, provider: Provider, claims: Claims): Promise<Person> {
  const { db } = context
  const email = typeof claims.email === 'string' ? claims.email.trim().toLowerCase() : ''
  if (!ADDRESS.test(email)) throw new NotLetIn('no-email')
  if (claims.email_verified !== true && !provider.trustEmail) throw new NotLetIn('email-unchecked')
  const speaks = speaksFor(provider, email)
  if (provider.domains.length > 0 && !speaks) throw new NotLetIn('domain')
  const existing = await personOfEmail(db, email)
  // An account is taken over only by whoever was said to be responsible for its address.
  if (existing && !speaks && !(await isOwn(db, provider, existing))) throw new NotLetIn('taken')
  return existing ?? made(context, provider, email, claims)
}

async function made({ db, auth }: Context, provider: Provider, email: string, claims: Claims): Promise<Person> {
  const name = typeof claims.name === 'string' && claims.name.trim() !== '' ? claims.name.trim() : email
  const { internalAdapter } = await auth.$context
  const { id } = await internalAdapter.createUser(
    { email, name: name.slice(0, LONGEST_NAME), emailVerified: true },
    { method: 'sign-on' },
  )
  // The provider of a tenant may say anything; one of the installation is believed as the operator believes it.
  if (provider.tenant === null) await prove(db, { id, email })
  return { id, email, name: name.slice(0, LONGEST_NAME) }
}

const speaksFor = ({ domains }: Provider, email: string): boolean =>
  domains.includes(email.slice(email.lastIndexOf('@') + 1))

/** Whoever made the account without having the mailbox may have kept a way in: it ends with that of who speaks for the address. */
async function link(db: Context['db'], provider: Provider, identity: Identity, person: Person): Promise<void> {
  await db.transaction().execute(async all => {
    await aloneWith(all, person.id)
    await keepInside(all, provider, person)
    if (speaksFor(provider, person.email) && !(await isProven(all, person))) {
      await endWays(all, person.id)
      await prove(all, person)
    }
    await linkIdentity(all, identity, person.id)
  })
}

/** The directory of the tenant, to which the provider belongs, made the account. */
const isOwn = async (db: Context['db'], { tenant }: Provider, { id }: Person): Promise<boolean> =>
  tenant !== null && (await asTenant(db, tenant, scoped => ownAccountOf(scoped, id)))

/** The provider of one tenant must open no door to another: not now, and not when another gives rights later. */
async function keepInside(db: Context['db'], provider: Provider, { id, email }: Person): Promise<void> {
  const { tenant } = provider
  if (tenant === null) return
  const isElsewhere = speaksFor(provider, email) ? hasRightsBeyond : countsBeyond
  if (isElsewhere(await footingOf(db, id), tenant)) throw new NotLetIn('elsewhere')
}

/** Of roles, the claim decides at every sign-in; what people gave by hand stays as it is. Whom a directory switched off has none. */
async function mapRoles({ db }: Context, provider: Provider, person: Person, claims: Claims): Promise<void> {
  const by = `sign-on ${provider.id}`
  const written = await mappingsOfProvider(db, provider.id, person.id)
  const mayWrite = await writersFor(db, provider, person, claims)
  const own = written.mappings.flatMap(({ role, ...mapping }): Mapping[] =>
    isRole(role) && mayWrite(mapping.tenant) ? [{ ...mapping, role }] : [],
  )
  // What the operator wrote goes before what a tenant did.
  const roles = [...provider.roles, ...own]
  const wanted = wantedOf({ roles, tenant: provider.tenant }, claims)
  const tenants = new Set([...roles, ...written.tenants.map(tenant => ({ tenant }))].map(({ tenant }) => tenant))
  for (const { id: tenant } of await listTenants(db)) {
    if (!tenants.has(tenant)) continue
    const here = wanted.filter(mapping => mapping.tenant === tenant)
    await asTenant(db, tenant, async scoped => {
      const isOff = await isSwitchedOff(scoped, person.id)
      await applyMapped(scoped, { tenant, person, by, wanted: isOff ? [] : here })
    })
  }
}

/**
 * Which tenants' own mappings count for somebody of a provider that all of them share: of those that have the person, and of
 * all while they are nobody's. Else a claim that everybody has would show a tenant the people of others.
 */
async function writersFor(db: Context['db'], provider: Provider, { id }: Person, claims: Claims) {
  const { rights: had, directories, provider: isOfProvider } = await footingOf(db, id)
  const rights = [...had, ...wantedOf(provider, claims).map(({ tenant }) => tenant)]
  return (tenant: string): boolean =>
    provider.tenant !== null ||
    [...rights, ...directories].includes(tenant) ||
    !countsBeyond({ rights, directories, provider: isOfProvider }, tenant)
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
