// A server on real stores for a test file, with people in every role.
import { randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mailer } from '@nautilus/mail'
import {
  addMember,
  addProviderMember,
  asTenant,
  type Database,
  ensureSite,
  ensureTenant,
  openDatabase,
  openTelemetry,
  startState,
  startTelemetry,
  type Telemetry,
} from '@nautilus/store'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { createPerson } from '../src/auth.ts'
import { type App, type Auth, createServer, openAuth, openPost, roles, type ServerOptions } from '../src/index.ts'
import { type TestPlatform, testPlatform } from './platform.ts'

export const PASSWORD = 'Wellenbrecher-Kuckucksuhr'
export const ORIGIN = 'http://localhost:8400'

export type Served = {
  readonly app: App
  readonly db: Database
  readonly auth: Auth
  readonly telemetry: Telemetry
  readonly platform: TestPlatform
  readonly setup: { token: string | null }
  /** Cookies of people: a role of tenant `a`, `outsider` of tenant `b`, `provider`, `site-analyst` of site `s` alone. */
  readonly cookies: ReadonlyMap<string, string>
  readonly folder: string
  as(who: string, request: InjectOptions): Promise<LightMyRequestResponse>
  end(): Promise<void>
}

export type Wanted = {
  /** Whom to make: every person is a password to hash. */
  readonly people?: readonly string[]
  readonly options?: Partial<ServerOptions>
  /** ClickHouse too; without it hunts fail. */
  readonly telemetry?: boolean
  readonly mailer?: Mailer
}

export const everybody = [...roles, 'outsider', 'provider', 'site-analyst']

export async function served({
  people = everybody,
  options = {},
  telemetry: wanted = false,
  mailer,
}: Wanted = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-test-'))
  const [state, columns] = await Promise.all([
    startState(join(folder, 'state')),
    wanted ? startTelemetry(join(folder, 'telemetry')) : null,
  ])
  const open = await openDatabase(state.url, 10)
  const { db } = open
  const telemetry = columns ? await openTelemetry(columns.url) : (null as unknown as Telemetry)
  const uploads = join(folder, 'uploads')
  mkdirSync(uploads)
  const platform = testPlatform(uploads)
  const log = (what: string) => platform.log(what, {})
  const post = mailer ? openPost({ mailer, db, baseUrl: ORIGIN, log }) : null
  const auth = await openAuth({ db, secret: 'x'.repeat(43), baseUrl: ORIGIN, post })
  const setup = { token: null }
  const context = { db, telemetry, auth, platform, setup }
  const app = await createServer({
    ...context,
    logger: false,
    console: null,
    rate: 1e6,
    ...options,
    doors: { post, ...options.doors },
  })
  for (const tenant of ['a', 'b']) {
    await ensureTenant(db, tenant, `Tenant ${tenant}`)
    await asTenant(db, tenant, async scoped => {
      await ensureSite(scoped, tenant, { id: 's', name: 'Site' })
      await ensureSite(scoped, tenant, { id: 'other', name: 'Other site' })
    })
  }
  const cookies = new Map<string, string>()
  // Who signs in too often from one address has to wait, and files of tests that share a process share that count.
  const network = `10.${randomInt(256)}.${randomInt(256)}`
  for (const [index, who] of people.entries())
    cookies.set(who, await signedIn({ app, auth, db }, who, `${network}.${index + 1}`))
  const end = async () => {
    await app.close()
    await telemetry?.close()
    await columns?.stop()
    await open.close()
    await state.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const as: Served['as'] = (who, request) => {
    const cookie = cookies.get(who)
    return app.inject({ ...request, headers: { ...(cookie ? { cookie } : {}), ...request.headers } })
  }
  return { app, db, auth, telemetry, platform, setup, cookies, folder, as, end }
}

/** Makes the person and signs them in as a browser would. */
async function signedIn(
  { app, auth, db }: { app: App; auth: Auth; db: Database },
  who: string,
  address: string,
): Promise<string> {
  const email = `${who}@example.com`
  const { id: user } = await createPerson(auth, { email, name: who, password: PASSWORD })
  if (who === 'provider') await addProviderMember(db, user, null)
  else if (who === 'outsider') await addMember(db, { tenant: 'b', user, role: 'provider-admin', by: null })
  else if (who === 'site-analyst') await addMember(db, { tenant: 'a', user, site: 's', role: 'analyst', by: null })
  else await addMember(db, { tenant: 'a', user, role: who, by: null })
  const answer = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    remoteAddress: address,
    headers: { origin: ORIGIN, host: 'localhost:8400' },
    payload: { email, password: PASSWORD },
  })
  if (answer.statusCode !== 200) throw new Error(`${who} could not sign in: ${answer.body}`)
  return answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

type Description = { readonly method: string; readonly path: string; readonly operation: Record<string, unknown> }

/** Every route that is described, and so every one that is not public: the server refuses others. */
export function routesOf(app: App): Description[] {
  const { paths = {} } = app.swagger() as unknown as { paths?: Record<string, Record<string, Record<string, unknown>>> }
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

/** The path with something in the place of each parameter. */
export const filled = (path: string, given: Readonly<Record<string, string>> = {}): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => given[name] ?? examples[name] ?? 'none')

const uuid = '00000000-0000-4000-8000-000000000000'
const examples: Readonly<Record<string, string>> = {
  tenant: 'a',
  site: 's',
  fact: 'zones',
  version: '1',
  file: 'list.csv',
  invitation: uuid,
  key: uuid,
  access: uuid,
  passkey: 'none',
  provider: 'none',
  acceptance: uuid,
  enrolment: uuid,
  saved: uuid,
  rule: uuid,
  order: 'WO-1',
  feed: uuid,
  destination: uuid,
  source: uuid,
  mapping: uuid,
  list: uuid,
  vulnerability: 'none',
  intelligence: uuid,
  exercise: `x-${uuid}`,
  run: uuid,
  playbook: 'PB-01',
  hash: 'a'.repeat(64),
}
