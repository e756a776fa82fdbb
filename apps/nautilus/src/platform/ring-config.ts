// How many packets the sensors of this machine keep: flags before environment before file before what suits a small box.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { LEAST_SECRET, type RingOptions } from '@nautilus/ring'
import type { Node } from 'yaml'
import type { Yaml } from '../site/yaml.ts'
import { Refusal } from '../world.ts'

export type RingConfig = Omit<RingOptions, 'folder' | 'stream' | 'level'>

/** As the file has them; the key file from where the configuration is. */
export type RingSettings = Readonly<Partial<Record<Name, string>>>
type Name = 'size' | 'hours' | 'flow' | 'spare' | 'keyFile'

type Setting = {
  readonly flag: string
  readonly variable: string
  readonly otherwise: number
  readonly most: number
  readonly unit: string
}

const MB = 1024 * 1024
const HOUR = 3600e6
/** µs that one segment is written to: what is let go of at once, at the least. */
const SEGMENT_AGE = 600e6
/** MB of one segment; a small ring has smaller ones, so that it never lets go of more than an eighth at once. */
const MAX_SEGMENT = 32
const LEAST_SIZE = 64

export const ringSettings: Readonly<Record<Exclude<Name, 'keyFile'>, Setting>> = {
  size: { flag: 'ring', variable: 'NAUTILUS_RING', otherwise: 2048, most: 16_777_216, unit: 'MB' },
  hours: { flag: 'ring-hours', variable: 'NAUTILUS_RING_HOURS', otherwise: 24, most: 87_600, unit: 'hours' },
  flow: { flag: 'ring-flow', variable: 'NAUTILUS_RING_FLOW', otherwise: 8, most: 1_048_576, unit: 'MB' },
  spare: { flag: 'ring-spare', variable: 'NAUTILUS_RING_SPARE', otherwise: 1024, most: 16_777_216, unit: 'MB' },
}

export function ringSettingsFrom(yaml: Yaml, node: Node | undefined): RingSettings {
  if (node === undefined) return {}
  const fields = yaml.fields(node, '`ring`', [...Object.keys(ringSettings), 'keyFile'])
  const settings: Partial<Record<Name, string>> = {}
  for (const name of Object.keys(ringSettings) as Exclude<Name, 'keyFile'>[]) {
    const value = yaml.number(fields.get(name), `\`${name}\` of \`ring\``)
    if (value !== null) settings[name] = String(value)
  }
  const file = yaml.text(fields.get('keyFile'), '`keyFile` of `ring`')
  if (file !== null) settings.keyFile = resolve(dirname(yaml.file), file)
  return settings
}

/** Null: nothing is kept on the disk. Throws a refusal. */
export function ringConfigOf(
  values: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
  settings: RingSettings,
): RingConfig | null {
  const number = (name: keyof typeof ringSettings): number => {
    const { flag, variable, otherwise, most, unit } = ringSettings[name]
    const given = values[flag]
    const text = (typeof given === 'string' ? given : env[variable]) || settings[name]
    if (text === undefined) return otherwise
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (value <= most) return value
    throw new Refusal(`--${flag} ${text} is no number of ${unit}; type it as --${flag} ${otherwise}.`)
  }
  const size = number('size')
  if (size === 0) return null
  if (size < LEAST_SIZE) throw new Refusal(`--ring ${size} is too little: ${LEAST_SIZE} MB or more, or 0 for none.`)
  const hours = number('hours')
  if (hours === 0) throw new Refusal('--ring-hours 0 keeps nothing; type --ring 0 for that.')
  const age = hours * HOUR
  return {
    size: size * MB,
    segment: Math.min(MAX_SEGMENT, Math.floor(size / 8)) * MB,
    age,
    segmentAge: Math.min(SEGMENT_AGE, age / 4),
    flow: number('flow') * MB,
    spare: number('spare') * MB,
    secret: secretOf(values, env, settings),
  }
}

/** The key as it is, or in a file: in that order nobody sees it in a list of processes. */
function secretOf(
  values: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
  settings: RingSettings,
): string | null {
  const flag = values['ring-key']
  const file = (typeof flag === 'string' ? flag : env.NAUTILUS_RING_KEY) || settings.keyFile
  const secret = typeof flag === 'string' ? undefined : env.NAUTILUS_RING_SECRET
  if (secret) return checked(secret, 'NAUTILUS_RING_SECRET')
  return file ? readKey(file) : null
}

/** The key in a file. Throws a refusal. */
export function readKey(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new Refusal(`The key of the packets cannot be read: ${(error as Error).message}.`)
  }
  return checked(text, file)
}

function checked(secret: string, place: string): string {
  if (secret.length >= LEAST_SECRET) return secret
  throw new Refusal(
    `The key in ${place} has fewer than ${LEAST_SECRET} characters; make one with \`openssl rand -hex 32\`.`,
  )
}
