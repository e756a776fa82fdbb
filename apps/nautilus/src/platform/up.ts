// `nautilus up`, `worker` and `api`: the same parts, all of them or some, until they are told to stop.
import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type App, createServer, newSecret, openAuth } from '@nautilus/api'
import { loadRules } from '@nautilus/detection'
import { NoBus } from '@nautilus/nats'
import { asTenant, ensureSite, ensureTenant, hasPeople, isEmpty, Trouble } from '@nautilus/store'
import { startTraces } from '@nautilus/trace'
import pino, { type Logger } from 'pino'
import { type Arguments, Refusal, type World } from '../world.ts'
import { joinInstallation } from './cluster/join.ts'
import { type Config, configOf } from './config.ts'
import { type OpenDoors, openDoors, tracesOf } from './doors.ts'
import { listen, settled } from './listening.ts'
import { keepHanded } from './live/handed.ts'
import { lock } from './lock.ts'
import { Platform } from './platform.ts'
import { openStores, type Stores } from './stores.ts'
import { joinPlatforms } from './together.ts'

const CONSOLE = fileURLToPath(new URL('../../../console/dist', import.meta.url))
/** ms of the plant's normal operation that are taught at the first start. */
const LESSON = 3600_000

/** `up` is all of them: it works on sites, and serves pages. */
export type Role = 'up' | 'worker' | 'api'

export const up = (given: Arguments, world: World): Promise<number> => start('up', given, world)
export const worker = (given: Arguments, world: World): Promise<number> => start('worker', given, world)
export const api = (given: Arguments, world: World): Promise<number> => start('api', given, world)

async function start(role: Role, given: Arguments, world: World): Promise<number> {
  const config = await settled(configOf(given, process.env))
  await keepHanded()
  if (role !== 'up') refuseAlone(role, config)
  try {
    return await running(role, config, world)
  } catch (error) {
    if (error instanceof Trouble) throw new Refusal(error.message)
    if (error instanceof NoBus) throw new Refusal(`The bus cannot be used: ${error.message}.`)
    throw error
  }
}

/** One of several has nothing of its own. */
function refuseAlone(role: Role, { databaseUrl, telemetryUrl, many, secret }: Config): void {
  const needed = { DATABASE_URL: databaseUrl, TELEMETRY_URL: telemetryUrl, NATS_URL: many.bus, NAUTILUS_SECRET: secret }
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === null ? [name] : []))
  if (missing.length === 0) return
  throw new Refusal(
    `nautilus ${role} is one of several processes and needs what they share: set ${missing.join(', ')}, or type \`nautilus up\`, which has everything by itself.`,
  )
}

async function running(role: Role, config: Config, world: World): Promise<number> {
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false }))
  mkdirSync(config.folder, { recursive: true, mode: 0o700 })
  const unlock = lock(config.folder)
  try {
    const stores = await openStores(config)
    const leave = await joinPlatforms(stores.databaseUrl, config.many.bus !== null).catch(closing(stores))
    return await served(role, stores, config, log, world).finally(leave).finally(stores.close)
  } finally {
    unlock()
  }
}

const closing = (stores: Stores) => async (error: unknown) => {
  await stores.close()
  throw error
}

async function served(role: Role, stores: Stores, config: Config, log: Logger, world: World): Promise<number> {
  await firstRows(stores, config)
  const traces = tracesOf(config)
  const exporter = traces && (await startTraces({ ...traces, onTrouble: message => log.warn(message) }))
  const rules = await loadRules()
  const doors = openDoors(config, stores.state.db, log)
  const secret = config.secret ?? secretOf(config.folder)
  const joined = await joinInstallation({ stores, config, secret, log })
  const { allowPrivate } = config.doors.channels
  const calls = { secret, url: config.url, mailer: doors.mailer, allowPrivate, exports: join(config.folder, 'exports') }
  const shared = { ...joined, works: role !== 'api', bucket: config.many.evidence, ring: config.ring }
  const platform = new Platform({ stores, rules, folder: config.folder, log, lesson: LESSON, traces, calls, ...shared })
  const site = role === 'worker' ? null : await openSite({ stores, config, secret, platform, doors })
  await world.out(site ? welcome(config, site.token) : `This Nautilus worker has its share of the sites.\n`)
  const asked = stopped()
  const why = await Promise.race([asked, stores.crashed, troubleOf(platform.start(config.sensors), stores.crashed)])
  log.info(`stopping: ${why}`)
  const late = certain(log)
  if (site) await closed(site.app)
  await platform.stop()
  await joined.cluster?.nc.drain()
  doors.close()
  await exporter?.close()
  clearTimeout(late)
  return why === SIGNAL ? 0 : 1
}

type Pages = {
  readonly stores: Stores
  readonly config: Config
  readonly secret: string
  readonly platform: Platform
  readonly doors: OpenDoors
}

/** The API and the console. `token`: with which the first person signs up; null where somebody did. */
async function openSite({ stores, config, secret, platform, doors }: Pages) {
  const { db } = stores.state
  const auth = await openAuth({ db, secret, baseUrl: config.url, post: doors.post })
  const fresh = () => (config.many.bus === null ? newSecret() : setupToken(secret))
  const token = (await hasPeople(db)) ? null : fresh()
  const { metricsKey, uploadLimit } = config
  const app = await createServer({
    ...{ db, telemetry: stores.telemetry, auth, platform, setup: { token } },
    // Requests that fail on our side: people are told that the log has them.
    logger: { level: config.logLevel === 'silent' ? 'silent' : 'error', stream: process.stderr },
    console: existsSync(CONSOLE) ? CONSOLE : null,
    limits: { upload: uploadLimit },
    metricsKey,
    doors,
  })
  await listen(app, config)
  return { app, token }
}

/** A tenant and a site, so that there is a place for the first capture; the demonstration plant unless it is not wanted. */
async function firstRows({ state }: Stores, { demo }: Config): Promise<void> {
  if (!(await isEmpty(state.db))) return
  await ensureTenant(state.db, 'main', 'My organisation')
  const site = demo
    ? { id: 'waterworks', name: 'Demonstration water works', demo: true }
    : { id: 'site-1', name: 'First site' }
  await asTenant(state.db, 'main', scoped => ensureSite(scoped, 'main', site))
}

/** The same in every process: whichever is asked knows it. */
const setupToken = (secret: string): string => createHmac('sha256', secret).update('nautilus setup').digest('base64url')

/** Signs cookies. Kept, so that people stay signed in over a restart. */
function secretOf(folder: string): string {
  const file = join(folder, 'secret')
  if (!existsSync(file)) writeFileSync(file, newSecret(), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

const SIGNAL = 'asked to'
/** ms. Queries fail a moment before a store is known to have ended. */
const MOMENT = 2000

/** Why a start failed; nothing where it did not. */
async function troubleOf(starting: Promise<void>, crashed: Promise<string>): Promise<string> {
  try {
    await starting
  } catch (error) {
    return Promise.race([crashed, pause(MOMENT).then(() => Promise.reject(error))])
  }
  return new Promise(() => {})
}

/** ms for requests that are under way; an upload of hours is sent again. */
const GRACE = 10_000

async function closed(app: App): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), GRACE)
  await app.close()
  clearTimeout(late)
}

/** ms. Whoever stops services kills them after 90 s, and then nobody says why. */
const LATEST = 60_000

function certain(log: Logger): NodeJS.Timeout {
  const end = () => {
    log.fatal(`not stopped after ${LATEST / 1000} s: ended by force; what was acknowledged is stored`)
    process.exit(1)
  }
  return setTimeout(end, LATEST)
}

const stopped = (): Promise<string> =>
  new Promise(resolve => {
    const stop = () => resolve(SIGNAL)
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })

const welcome = ({ url }: Config, token: string | null): string =>
  token === null
    ? `Nautilus is running: ${url}\n`
    : `Nautilus is running. Sign up here (this link works once):\n\n  ${url}/setup?token=${token}\n\n`
