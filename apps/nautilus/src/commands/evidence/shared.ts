// Which rings a command is about, and their key.
import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { RingTrouble, segmentFiles } from '@nautilus/ring'
import { configOf } from '../../platform/config.ts'
import { type Arguments, Refusal } from '../../world.ts'

const text = { type: 'string' } as const
export const ringOptions = { data: text, config: text, sensor: text, 'ring-key': text } as const

export const ringHelp = `  --data FOLDER     the data folder (./nautilus-data)
  --sensor NAME     of this sensor alone: TENANT/SITE/SENSOR, or its end
  --ring-key FILE   the key, where they are encrypted
  --config FILE     the file that \`nautilus up\` reads`

export type FoundRing = {
  /** `tenant/site/sensor`. */
  readonly name: string
  readonly folder: string
}

export type Rings = { readonly rings: readonly FoundRing[]; readonly secret: string | null }

/** At least one. Throws a refusal. */
export function ringsOf(given: Arguments): Rings {
  const config = configOf(given, process.env)
  const top = join(config.folder, 'ring')
  const all = foldersBelow(top, 3).filter(folder => segmentFiles(folder).length > 0)
  const named = all.map(folder => ({ folder, name: decodeURIComponent(relative(top, folder).split(sep).join('/')) }))
  if (named.length === 0)
    throw new Refusal(`No packets are kept in ${top}: check --data, and whether a live sensor was there.`)
  const { sensor } = given.values
  const rings = named.filter(({ name }) => sensor === undefined || `/${name}`.endsWith(`/${sensor}`))
  if (rings.length === 0)
    throw new Refusal(`No sensor ${sensor} keeps packets here; there are ${named.map(({ name }) => name).join(', ')}.`)
  return { rings, secret: config.ring?.secret ?? null }
}

function foldersBelow(folder: string, depth: number): string[] {
  if (depth === 0) return [folder]
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .flatMap(name => foldersBelow(join(folder, name), depth - 1))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new Refusal(`${folder} cannot be read: ${(error as Error).message}.`)
  }
}

/** What is wrong with a ring or a question is the user's to put right. */
export function said<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RingTrouble) throw new Refusal(error.message)
    throw error
  }
}
