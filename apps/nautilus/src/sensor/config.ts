// The file of a sensor: where it listens, and how much it may keep while the platform is away.
import { resolve } from 'node:path'
import { type Source, sourceFields, sourceOf } from '../platform/config-sources.ts'
import { type RingConfig, ringConfigOf, ringSettingsFrom } from '../platform/ring-config.ts'
import { Yaml } from '../site/yaml.ts'

export type SensorFile = {
  /** Where it keeps its spool, its credentials and its settings. */
  readonly folder: string
  readonly source: Source
  /** Bytes and ms of what waits. */
  readonly spool: { readonly bytes: number; readonly age: number }
  /** The packets that it keeps of what it listens to; null where it keeps none. */
  readonly ring: RingConfig | null
  /** PEM file of the authority that signed the certificates of the bus. */
  readonly authority: string | null
  readonly logLevel: string
}

const MB = 1024 * 1024
const HOUR = 3_600_000
const SPOOL_MB = 4096
const SPOOL_HOURS = 168

/** Throws a refusal that names every fault with its line. */
export function readSensorFile(file: string, env: NodeJS.ProcessEnv = process.env): SensorFile {
  const yaml = Yaml.read('--config', file)
  const top = yaml.fields(yaml.root, 'The configuration of a sensor', [
    ...['data', 'spool', 'ring', 'authorityFile', 'log'],
    ...sourceFields,
  ])
  const text = (name: string) => yaml.text(top.get(name), `\`${name}\``)
  const source = sourceOf(yaml, yaml.root!, top)
  if (source?.kind === 'interface' && source.threads > 1)
    yaml.fault(top.get('threads'), 'A sensor on a machine of its own listens in one thread.')
  const spool = yaml.fields(top.get('spool'), '`spool`', ['megabytes', 'hours'])
  const above = (name: string, otherwise: number) => {
    const given = yaml.number(spool.get(name), `\`${name}\` of \`spool\``) ?? otherwise
    if (!(given > 0)) yaml.fault(spool.get(name), `\`${name}\` of \`spool\` is more than nothing.`)
    return given
  }
  const [megabytes, hours, authority] = [
    above('megabytes', SPOOL_MB),
    above('hours', SPOOL_HOURS),
    text('authorityFile'),
  ]
  const ring = ringSettingsFrom(yaml, top.get('ring'))
  yaml.check()
  return {
    folder: resolve(text('data') ?? 'nautilus-sensor'),
    source: source!,
    spool: { bytes: megabytes * MB, age: hours * HOUR },
    // Captures in a folder keep themselves.
    ring: source?.kind === 'folder' ? null : ringConfigOf({}, env, ring),
    authority: authority === null ? null : resolve(authority),
    logLevel: text('log') ?? 'info',
  }
}
