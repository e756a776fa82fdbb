// Where files of events lie: by class, site, day and hour, as stores of columns find their partitions, under a name that is
// made of what is in them, so that the same events written again are the same file.
import { createHash } from 'node:crypto'
import type { OutwardEvent } from '@nautilus/model'

/** Characters that every file system and every bucket takes. */
const plain = (text: string): string => text.replaceAll(/[^\w.-]/g, '_').slice(0, 100) || '_'

export function partitionOf(event: OutwardEvent, classUid: number): string {
  const [day = '', rest = ''] = new Date(Math.floor(event.at / 1000)).toISOString().split('T')
  return [
    ...[`class=${classUid}`, `tenant=${plain(event.tenant)}`, `site=${plain(event.site ?? 'all')}`],
    ...[`day=${day}`, `hour=${rest.slice(0, 2)}`],
  ].join('/')
}

export const fileOf = (event: OutwardEvent, text: string): string => {
  const at = new Date(Math.floor(event.at / 1000)).toISOString().replaceAll(/[-:.]/g, '')
  return `${at}-${createHash('sha256').update(text).digest('hex').slice(0, 24)}.ndjson.gz`
}
