// nautilus.yaml: what the platform is told, in a file that can be reviewed and copied.
import type { Node } from 'yaml'
import { Yaml } from '../site/yaml.ts'
import { type ManyConfig, manyFields, manyFrom, oneMachine } from './config-bus.ts'
import { type DoorsConfig, doorFields, doorsFrom, noDoors } from './config-doors.ts'
import { type Source, sourceFields, sourceOf } from './config-sources.ts'
import { type RingSettings, ringSettingsFrom } from './ring-config.ts'

export type SensorConfig = {
  readonly tenant: string
  readonly site: string
  readonly id: string
  readonly source: Source
}

export type ConfigFile = {
  /** Settings that flags and the environment have too, by the name of the flag. */
  readonly settings: Readonly<Record<string, string>>
  readonly demo: boolean | null
  readonly sensors: readonly SensorConfig[]
  readonly doors: DoorsConfig
  readonly many: ManyConfig
  readonly ring: RingSettings
}

export const nothingConfigured: ConfigFile = {
  ...{ settings: {}, demo: null, sensors: [] },
  ...{ doors: noDoors, many: oneMachine, ring: {} },
}

const SETTINGS = ['data', 'host', 'port', 'url', 'database', 'telemetry', 'log'] as const
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

/** Throws a refusal that names every fault with its line. */
export function readConfig(file: string): ConfigFile {
  return configFrom(Yaml.read('--config', file))
}

export function configFrom(yaml: Yaml): ConfigFile {
  const top = yaml.fields(yaml.root, 'The configuration', [
    ...SETTINGS,
    ...['demo', 'sensors', 'ring'],
    ...doorFields,
    ...manyFields,
  ])
  const settings: Record<string, string> = {}
  for (const name of SETTINGS) {
    const text = yaml.text(top.get(name), `\`${name}\``)
    if (text !== null) settings[name] = text
  }
  const demo = top.has('demo') ? yaml.flag(top.get('demo'), '`demo`') : null
  const sensors = yaml.list(top.get('sensors'), 'sensors').flatMap(node => sensorOf(yaml, node) ?? [])
  const doors = doorsFrom(yaml, top)
  const many = manyFrom(yaml, top)
  const ring = ringSettingsFrom(yaml, top.get('ring'))
  yaml.check()
  return { settings, demo, sensors, doors, many, ring }
}

function sensorOf(yaml: Yaml, node: Node): SensorConfig | null {
  const fields = yaml.fields(node, 'A sensor', ['name', 'tenant', 'site', ...sourceFields])
  const named = (field: string, otherwise: string | null): string | null => {
    const text = yaml.text(fields.get(field), `\`${field}\` of a sensor`) ?? otherwise
    if (text === null) yaml.fault(node, `A sensor needs \`${field}\`.`)
    else if (!NAME.test(text))
      yaml.fault(fields.get(field) ?? node, `\`${text}\` is no name: small letters, digits and hyphens.`)
    return text
  }
  const [id, tenant, site] = [named('name', null), named('tenant', 'main'), named('site', null)]
  const source = sourceOf(yaml, node, fields)
  return id !== null && tenant !== null && site !== null && source ? { id, tenant, site, source } : null
}
