// Whose brand it is: of a tenant or site with what they inherit, or of the host name under which somebody comes.
import { brandingsOf, type Database, noReach, OF_PROVIDER, type Reach, reachOf, tenantOfDomain } from '@nautilus/store'
import type { FastifyRequest } from 'fastify'
import type { Auth } from '../auth.ts'
import { baseUrlOf } from '../session.ts'
import { addressUnder, OUR_NAME } from './address.ts'
import { type Branding, merged } from './branding.ts'

export const productOf = ({ product }: Branding): string => product ?? OUR_NAME

/** Null: as before anybody is known. */
export const brandOf = async (db: Database, tenant: string | null, site: string | null = null): Promise<Branding> =>
  merged(await brandingsOf(db, tenant, site))

/** What a tenant has of its own, else the provider's. */
export async function reachFor(db: Database, tenant: string | null): Promise<Reach> {
  const above = await reachOf(db, OF_PROVIDER)
  const own = tenant === null ? noReach : await reachOf(db, tenant)
  const sender = own.mailAddress === null ? above : own
  return {
    domain: own.domain ?? above.domain,
    // A name of one before the address of another would be a mask.
    mailName: own.mailName ?? (own.mailAddress === null ? above.mailName : null),
    mailAddress: sender.mailAddress,
  }
}

/** Without the port. */
const hostOf = (request: Pick<FastifyRequest, 'headers'>): string =>
  URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? ''

type Asking = { readonly db: Database; readonly auth: Auth }

/** Null: the host name says nothing of whose console it is. */
async function tenantAt(db: Database, request: Pick<FastifyRequest, 'headers'>): Promise<string | null> {
  const host = hostOf(request)
  return host === '' ? null : await tenantOfDomain(db, host)
}

/** Worn before anybody is known: of whom the host name is, else of the provider. */
export async function brandAt(db: Database, request: Pick<FastifyRequest, 'headers'>): Promise<Branding> {
  const tenant = await tenantAt(db, request)
  return brandOf(db, tenant === OF_PROVIDER ? null : tenant)
}

/** Where somebody is who asks: under a name that is known, else where the console is reached as it is configured. */
export async function originAt({ db, auth }: Asking, request: Pick<FastifyRequest, 'headers'>): Promise<URL> {
  const baseUrl = baseUrlOf(auth)
  const known = (await tenantAt(db, request)) !== null
  return new URL(new URL(addressUnder(baseUrl, known ? hostOf(request) : null)).origin)
}

/** For what a browser shows on its own: passkeys, authenticators. */
export const askingAt = async (asking: Asking, request: Pick<FastifyRequest, 'headers'>) => ({
  origin: await originAt(asking, request),
  product: productOf(await brandAt(asking.db, request)),
})
