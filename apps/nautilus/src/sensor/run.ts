// `nautilus sensor run`: a sensor of its own, which keeps what it reads until the platform has it.
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SensorHealth } from '@nautilus/model'
import { issuerOf, type NatsConnection, newsSubject, settingsSubject } from '@nautilus/nats'
import pino, { type Logger } from 'pino'
import { silent } from '../platform/health.ts'
import { lock } from '../platform/lock.ts'
import { VERSION } from '../version.ts'
import type { World } from '../world.ts'
import type { SensorFile } from './config.ts'
import { diskOf, problemsOf, unfitOf, unheard } from './diagnosis.ts'
import { type Enrolled, enrolledIn } from './enrolled.ts'
import { KeptSettings } from './keep-settings.ts'
import { SensorPackets } from './packets.ts'
import { Sender } from './sender.ts'
import { SensorSource } from './source.ts'
import { Spool } from './spool.ts'
import { writeStatus } from './status.ts'
import { faultAt } from './tuned.ts'

/** ms between two looks for new settings. */
const SETTINGS_EVERY = 60_000
const SETTINGS_PATIENCE = 5000
/** ms between two notes of how it stands. */
const STATUS_EVERY = 5000

export async function runSensor(file: SensorFile, world: World): Promise<number> {
  const { folder, logLevel } = file
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unlock = lock(folder)
  try {
    const log = pino({ level: logLevel }, pino.destination({ dest: 2, sync: false }))
    const running = new RunningSensor(file, enrolledIn(folder), log)
    await world.out('The sensor is running.\n')
    await asked()
    await running.stop()
    return 0
  } finally {
    unlock()
  }
}

const asked = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

export class RunningSensor {
  readonly #file: SensorFile
  readonly #log: Logger
  readonly #enrolled: Enrolled
  readonly #settings: KeptSettings
  readonly #spool: Spool
  readonly #sender: Sender
  readonly #source: SensorSource
  readonly #packets: SensorPackets
  readonly #began = performance.now()
  #timer: NodeJS.Timeout | null = null
  readonly #status: NodeJS.Timeout
  #told: SensorHealth | null = null
  #busyAt: number | null = null
  #ahead: number | null = null
  #problems: readonly string[] = []

  constructor(file: SensorFile, enrolled: Enrolled, log: Logger) {
    this.#file = file
    this.#log = log
    this.#enrolled = enrolled
    const { folder, spool, authority, source } = file
    this.#settings = new KeptSettings(folder, enrolled, issuerOf(enrolled.credentials), settings =>
      faultAt(source, settings),
    )
    this.#spool = new Spool({
      ...{ folder: join(folder, 'spool'), ...spool, now: Date.now },
      onTrouble: message => log.warn(message),
    })
    this.#sender = new Sender({
      ...{ enrolled, authority, spool: this.#spool },
      health: () => JSON.stringify(this.#health()),
      onConnected: nc => this.#connected(nc),
      onClock: ahead => {
        this.#ahead = ahead
      },
      onTrouble: message => log.warn(message),
      onWell: () => log.info('The bus takes batches again.'),
    })
    this.#packets = new SensorPackets({
      ...{ folder, name: enrolled, ring: file.ring },
      near: () => this.#source.near(),
      status: () => this.#told?.ring ?? null,
      onTrouble: message => log.warn(message),
    })
    this.#source = new SensorSource({
      ...{ name: enrolled, source, folder, spool: this.#spool, log },
      ringFor: epoch => this.#packets.optionsFor(epoch),
      settings: () => this.#settings.settings,
      mostBytes: () => this.#sender.mostBytes,
      onBatch: health => this.#heard(health),
      onWord: () => this.#sender.look(),
    })
    this.#status = setInterval(() => this.#note(), STATUS_EVERY)
  }

  #note(): void {
    writeStatus(this.#file.folder, { at: Date.now() * 1000, bus: this.#sender.isWell, health: this.#health() })
  }

  #heard(health: SensorHealth): void {
    if (health.packets > (this.#told?.packets ?? 0)) this.#busyAt = performance.now()
    this.#told = health
    this.#sender.look()
  }

  #connected(nc: NatsConnection): void {
    const look = () => void this.#ask(nc)
    nc.subscribe(newsSubject(this.#enrolled), { callback: look })
    this.#packets.serve(nc)
    this.#timer = setInterval(look, SETTINGS_EVERY)
    look()
  }

  async #ask(nc: NatsConnection): Promise<void> {
    const answer = await nc
      .request(settingsSubject(this.#enrolled), undefined, { timeout: SETTINGS_PATIENCE })
      .catch(() => null)
    if (!answer) return
    const taken = this.#settings.offer(answer.string())
    if (typeof taken === 'string') return this.#log.error(taken)
    if (!taken) return
    this.#log.info(`Version ${this.#settings.version} of the settings is in force.`)
    await this.#source.renew()
  }

  /** At this moment. What it sees at all is in the batches themselves. */
  #health(): SensorHealth {
    const { view: _, ...told } = this.#told ?? { ...silent, version: VERSION }
    const { source } = this.#file
    const { deaf } = this.#source
    const quiet = (performance.now() - (this.#busyAt ?? this.#began)) / 1000
    const hearing = deaf === null ? told.hearing : unheard(source, quiet)
    const unasked = this.#packets.problem
    const settings = JSON.stringify([this.#settings.version, this.#settings.settings])
    const health: SensorHealth = {
      ...told,
      ...(hearing ? { hearing } : {}),
      ...(deaf === null ? {} : { deaf }),
      ...(this.#ahead === null ? {} : { ahead: this.#ahead }),
      ...(unasked === null ? {} : { unasked }),
      ...{ ...diskOf(this.#file.folder), ...unfitOf(source) },
      ...{ spool: this.#spool.told, storage: this.#spool.share, settings: this.#settings.told },
      configuration: createHash('sha256').update(settings).digest('hex'),
      clock: Date.now() * 1000,
    }
    const problems = problemsOf(health)
    for (const problem of problems) if (!this.#problems.includes(problem)) this.#log.warn(problem)
    this.#problems = problems
    return { ...health, problems }
  }

  /** What is read is in the spool; what the bus does not have yet waits there for the next start. */
  async stop(): Promise<void> {
    for (const timer of [this.#timer, this.#status]) if (timer) clearInterval(timer)
    await this.#source.stop()
    await this.#sender.stop()
    this.#spool.close()
  }
}
