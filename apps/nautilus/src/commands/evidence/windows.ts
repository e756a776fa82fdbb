import { newReading, segmentsOf } from '@nautilus/ring'
import { grouped, sizeOf } from '../../text/numbers.ts'
import { styleOf } from '../../text/style.ts'
import { table } from '../../text/table.ts'
import { isoOf } from '../../time.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { type FoundRing, ringHelp, ringOptions, ringsOf } from './shared.ts'

const help = `nautilus evidence windows

Shows what live sensors of this machine keep: one line for each run of each
sensor, with its time, its packets and its room on the disk.

${ringHelp}

Exit codes: 0 shown, 2 nothing is kept, or the key is wrong.
`

export const windows: Command = {
  name: 'evidence windows',
  summary: 'what is held, and from when to when',
  help,
  options: ringOptions,
  run,
}

const columns = [
  { title: 'Sensor' },
  { title: 'Run' },
  { title: 'From (UTC)' },
  { title: 'To (UTC)' },
  { title: 'Packets', right: true },
  { title: 'On disk', right: true },
  { title: 'Encrypted' },
] as const

async function run(given: Arguments, world: World): Promise<number> {
  if (given.positionals.length > 0) throw new Refusal('evidence windows takes no file; leave it out.')
  const { rings, secret } = ringsOf(given)
  const unread = new Set<string>()
  const rows = rings.flatMap(ring => rowsOf(ring, secret, unread))
  const lines = rows.length > 0 ? table(columns, rows, { width: world.columns, style: styleOf(world.colour) }) : []
  await world.out([...lines, ...unread, ''].join('\n'))
  return rows.length > 0 ? 0 : 2
}

function rowsOf({ name, folder }: FoundRing, secret: string | null, unread: Set<string>): string[][] {
  const reading = newReading()
  const segments = [...segmentsOf(folder, secret, reading)]
  for (const sentence of reading.unread) unread.add(`${name}: ${sentence}`)
  return [...Map.groupBy(segments, ({ stream }) => stream)].map(([stream, own]) => {
    const spans = own.flatMap(({ span }) => span ?? [])
    return [
      name,
      stream.slice(stream.indexOf('@') + 1),
      spans.length > 0 ? isoOf(spans.reduce((least, { from }) => Math.min(least, from), Number.MAX_VALUE)) : '–',
      spans.length > 0 ? isoOf(spans.reduce((most, { to }) => Math.max(most, to), 0)) : '–',
      grouped(spans.reduce((sum, { frames }) => sum + frames, 0)),
      sizeOf(own.reduce((sum, { bytes }) => sum + bytes, 0)),
      own.every(({ isSealed }) => isSealed) ? 'yes' : 'no',
    ]
  })
}
