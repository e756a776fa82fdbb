// What a sensor of its own can say about itself at this moment: the figures, and in sentences what is not as it should be.
import { readFileSync, statfsSync } from 'node:fs'
import { linkFacts } from '@nautilus/capture'
import { diagnosisOf, type SensorHealth, sentenceOf } from '@nautilus/model'
import type { Source } from '../platform/config-sources.ts'
import { unfit } from '../silence/points.ts'

/** Letters of a sentence, and sentences: the platform takes no more. */
const [MOST_LETTERS, MOST_PROBLEMS] = [256, 16]

export const problemsOf = (health: Partial<SensorHealth>): string[] =>
  diagnosisOf({ health, unheard: null, version: null })
    .map(trouble => sentenceOf(trouble).slice(0, MOST_LETTERS))
    .slice(0, MOST_PROBLEMS)

/** What is known of interfaces of which nothing is heard; null where it reads something else. */
export function unheard(source: Source, seconds: number): NonNullable<SensorHealth['hearing']> | null {
  if (source.kind !== 'interface') return null
  const interfaces = source.interfaces.map(name => {
    const counts = { packets: 0, dropped: 0, frozen: 0, fill: 0, rate: 0, quiet: Math.round(seconds) }
    return { name, state: linkOf(name), ...counts }
  })
  return { by: 'ring', interfaces }
}

/** Why no plant can be heard on an interface, though it can be listened to. */
export function unfitOf(source: Source): Pick<SensorHealth, 'unfit'> {
  for (const name of source.kind === 'interface' ? source.interfaces : []) {
    const link = linkFacts(name)
    const why = link && unfit({ name, link, kind: null })
    if (why) return { unfit: why }
  }
  return {}
}

/** Linux says so; elsewhere nobody can tell. */
export function linkOf(name: string): 'up' | 'down' | 'gone' {
  try {
    const state = readFileSync(`/sys/class/net/${name}/operstate`, 'utf8').trim()
    // A tunnel or a bridge of the kernel has no carrier of its own.
    return state === 'down' || state === 'lowerlayerdown' ? 'down' : 'up'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform === 'linux' ? 'gone' : 'up'
  }
}

/** Of the disk of a folder; absent where nobody can tell. */
export function diskOf(folder: string): Pick<SensorHealth, 'disk'> {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder)
    return { disk: { free: bavail * bsize, total: blocks * bsize } }
  } catch {
    return {}
  }
}
