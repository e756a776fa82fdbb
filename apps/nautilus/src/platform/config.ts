// What the platform is told: flags before environment before file before defaults.
import { resolve } from 'node:path'
import { type Arguments, Refusal } from '../world.ts'
import { type ManyConfig, withServers } from './config-bus.ts'
import { type DoorsConfig, withEnvironment } from './config-doors.ts'
import { nothingConfigured, readConfig, type SensorConfig } from './config-file.ts'
import { type RingConfig, ringConfigOf } from './ring-config.ts'

export type Config = {
  readonly folder: string
  readonly host: string
  readonly port: number
  /** As people reach it: behind a proxy another than where it listens. */
  readonly url: string
  readonly databaseUrl: string | null
  readonly telemetryUrl: string | null
  readonly demo: boolean
  readonly logLevel: string
  readonly sensors: readonly SensorConfig[]
  /** Bytes of one capture that is uploaded. */
  readonly uploadLimit: number
  /** For the figures at /metrics from another machine; null: from this one only. */
  readonly metricsKey: string | null
  /** Mail, sign-on, passwords, traces. */
  readonly doors: DoorsConfig
  /** More machines than this one. */
  readonly many: ManyConfig
  /** Signs and seals; all processes of an installation have the same. Null: the one in the data folder. */
  readonly secret: string | null
  /** The packets that live sensors keep on the disk; null: none. */
  readonly ring: RingConfig | null
}

const levels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']

export function configOf({ values }: Arguments, env: NodeJS.ProcessEnv): Config {
  const path = typeof values.config === 'string' ? values.config : env.NAUTILUS_CONFIG
  const file = path ? readConfig(path) : nothingConfigured
  const text = (flag: string, variable: string): string | null => {
    const given = values[flag]
    return typeof given === 'string' ? given : env[variable] || (file.settings[flag] ?? null)
  }
  const host = text('host', 'NAUTILUS_HOST') ?? '127.0.0.1'
  const port = portOf(text('port', 'NAUTILUS_PORT') ?? '8400')
  return {
    folder: resolve(text('data', 'NAUTILUS_DATA') ?? 'nautilus-data'),
    host,
    port,
    url: urlOf(text('url', 'NAUTILUS_URL') ?? `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`),
    databaseUrl: text('database', 'DATABASE_URL'),
    telemetryUrl: text('telemetry', 'TELEMETRY_URL'),
    demo: values.empty !== true && file.demo !== false,
    logLevel: levelOf(text('log', 'NAUTILUS_LOG') ?? 'info'),
    sensors: file.sensors,
    uploadLimit: megabytesOf(text('upload-limit', 'NAUTILUS_UPLOAD_LIMIT') ?? '4096'),
    metricsKey: env.NAUTILUS_METRICS_KEY || null,
    doors: withEnvironment(file.doors, env),
    many: { ...file.many, bus: withServers(file.many.bus, text('nats', 'NATS_URL')) },
    secret: secretOf(env.NAUTILUS_SECRET),
    ring: ringConfigOf(values, env, file.ring),
  }
}

/** Characters. It is made by `openssl rand -hex 32` or alike. */
const SHORTEST = 32

function secretOf(text: string | undefined): string | null {
  if (!text) return null
  if (text.length >= SHORTEST) return text
  throw new Refusal(`NAUTILUS_SECRET is shorter than ${SHORTEST} characters; make one by \`openssl rand -hex 32\`.`)
}

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65_535) return port
  throw new Refusal(`--port ${text} is not a port; type a number from 0 to 65535, such as --port 8400.`)
}

function megabytesOf(text: string): number {
  const megabytes = /^\d{1,7}$/.test(text) ? Number(text) : 0
  if (megabytes > 0) return megabytes * 1024 * 1024
  throw new Refusal(`--upload-limit ${text} is no number of megabytes; type it as --upload-limit 4096.`)
}

function urlOf(text: string): string {
  const url = URL.parse(text)
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url.origin
  throw new Refusal(`--url ${text} is not an address of the web; type it as --url https://nautilus.example.com.`)
}

function levelOf(text: string): string {
  if (levels.includes(text)) return text
  throw new Refusal(`--log ${text} is none of ${levels.join(', ')}.`)
}
