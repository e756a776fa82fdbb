// `nautilus up`: everything, until it is told to stop.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type App, createServer, newSecret, openAuth } from '@nautilus/api'
import { loadRules } from '@nautilus/detection'
import { asTenant, ensureSite, ensureTenant, hasPeople, isEmpty, Trouble } from '@nautilus/store'
import { startTraces } from '@nautilus/trace'
import pino, { type Logger } from 'pino'
import { type Arguments, Refusal, type World } from '../world.ts'
import { type Config, configOf } from './config.ts'
import { openDoors, tracesOf } from './doors.ts'
import { listen, settled } from './listening.ts'
import { keepHanded } from './live/handed.ts'
import { lock } from './lock.ts'
import { Platform } from './platform.ts'
import { openStores, type Stores } from './stores.ts'

const CONSOLE = fileURLToPath(new URL('../../../console/dist', import.meta.url))
/** ms of the plant's normal operation that are taught at the first start. */
const LESSON = 3600_000

export async function up(given: Arguments, world: World): Promise<number> {
  const config = await settled(configOf(given, process.env))
  await keepHanded()
  try {
    return await running(config, world)
  } catch (error) {
    if (error instanceof Trouble) throw new Refusal(error.message)
    throw error
  }
}

async function running(config: Config, world: World): Promise<number> {
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false }))
  mkdirSync(config.folder, { recursive: true, mode: 0o700 })
  const unlock = lock(config.folder)
  try {
    const stores = await openStores(config)
    return await served(stores, config, log, world).finally(stores.close)
  } finally {
    unlock()
  }
}

async function served(stores: Stores, config: Config, log: Logger, world: World): Promise<number> {
  await firstRows(stores, config)
  const traces = tracesOf(config)
  const exporter = traces && (await startTraces({ ...traces, onTrouble: message => log.warn(message) }))
  const rules = await loadRules()
  const doors = openDoors(config, stores.state.db, log)
  const { post, mailer } = doors
  const secret = secretOf(config.folder)
  const { ring } = config
  const { allowPrivate } = config.doors.channels
  const calls = { secret, url: config.url, mailer, allowPrivate }
  const platform = new Platform({ stores, rules, folder: config.folder, log, lesson: LESSON, traces, calls, ring })
  const auth = await openAuth({ db: stores.state.db, secret, baseUrl: config.url, post })
  const setup = { token: (await hasPeople(stores.state.db)) ? null : newSecret() }
  const context = { db: stores.state.db, telemetry: stores.telemetry, auth, platform, setup }
  const { metricsKey, uploadLimit } = config
  const app = await createServer({
    ...context,
    // Requests that fail on our side: people are told that the log has them.
    logger: { level: config.logLevel === 'silent' ? 'silent' : 'error', stream: process.stderr },
    console: existsSync(CONSOLE) ? CONSOLE : null,
    limits: { upload: uploadLimit },
    metricsKey,
    doors,
  })
  await listen(app, config)
  await world.out(welcome(config, setup.token))
  const asked = stopped()
  const why = await Promise.race([asked, stores.crashed, troubleOf(platform.start(config.sensors), stores.crashed)])
  log.info(`stopping: ${why}`)
  const late = certain(log)
  await closed(app)
  await platform.stop()
  doors.close()
  await exporter?.close()
  clearTimeout(late)
  return why === SIGNAL ? 0 : 1
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
