// The names of rows that have none of their own. No two rows of a site may have one: they are written in one statement.
import { createHash } from 'node:crypto'
import type { Link, Point } from '@nautilus/model'
import type { Keyed } from '@nautilus/store'
import type { Identified } from './differences.ts'

/** Characters of an id that the tables index. */
const LONGEST = 1024
const SUM = 40

const rowOf = <T>(id: string, row: T): Identified<Keyed<T>> => ({ id, value: { id, row } })

export const linkRows = (links: readonly Link[]): Identified<Keyed<Link>>[] =>
  links.map(link => rowOf(`${link.client} ${link.server} ${link.protocol} ${link.port}`, link))

/** A point that is read as several types has a row for each: the first has the plain name, which does not change. */
export function pointRows(points: readonly Point[]): Identified<Keyed<Point>>[] {
  const named = new Set<string>()
  return points.map(point => {
    const plain = shortened(`${point.server} ${point.protocol} ${point.port} ${point.object}`)
    const id = named.has(plain) ? shortened(`${plain} as ${point.type}`) : plain
    named.add(id)
    return rowOf(id, point)
  })
}

/** Each thing learned of a point counts; who its readers are is also for others to say. */
export const pointSum = ({ row: { count, first, at, readers, writers } }: Keyed<Point>): string =>
  `${count} ${first} ${at} ${readers.join()} ${writers.join()}`

/** Names that differ only behind the end still differ. */
function shortened(name: string): string {
  if (name.length <= LONGEST) return name
  return `${name.slice(0, LONGEST - SUM)}${createHash('sha1').update(name).digest('hex')}`
}
