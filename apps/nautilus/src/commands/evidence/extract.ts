import type { Finding } from '@nautilus/model'
import { framesOf, newReading, type Question, type Reading } from '@nautilus/ring'
import { asTenant, connectTo, getFinding } from '@nautilus/store'
import { accessTo } from '../../backup/access.ts'
import { writeWhole } from '../../files.ts'
import { momentOf, wholeOf } from '../../options.ts'
import { type CapturedFrame, pcapHead, pcapRecords } from '../../pcap.ts'
import { configOf } from '../../platform/config.ts'
import { grouped, plural } from '../../text/numbers.ts'
import { isoOf } from '../../time.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { said as storesSaid } from '../admin/shared.ts'
import { type FoundRing, ringHelp, ringOptions, ringsOf, said } from './shared.ts'

const help = `nautilus evidence extract FILE.pcap [--from TIME] [--to TIME] [--host ADDRESS]…
                                    [--port N] [--finding ID]

Writes packets that live sensors of this machine keep to a file that Wireshark
opens. Everything that is said must hold for a packet.

  --from, --to TIME  such as 2026-01-31T06:00:00Z; without a zone it is UTC
  --host ADDRESS     IP address or MAC, either end; twice for what two hosts
                     said to each other
  --port N           TCP or UDP, either end
  --finding ID       the packets that this finding names; asks the stores
  --limit MB         of packets at the most (1024)
${ringHelp}

Where there are several sensors, --sensor names one. A pcap has one link type:
that of the first packet; others are counted and left out.

Examples
  nautilus evidence extract night.pcap --from 2026-01-31T02:00 --host 10.0.0.7
  nautilus evidence extract finding.pcap --finding 1f3c9a…

Exit codes: 0 written, 2 nothing was found, or the arguments or key are wrong.
`

export const extract: Command = {
  name: 'evidence extract',
  summary: 'packets as a pcap: of a time, of hosts, of a finding',
  help,
  options: {
    ...ringOptions,
    ...{ from: { type: 'string' }, to: { type: 'string' }, port: { type: 'string' }, limit: { type: 'string' } },
    ...{ host: { type: 'string', multiple: true }, finding: { type: 'string' } },
    ...{ database: { type: 'string' }, telemetry: { type: 'string' } },
  },
  run,
}

const MB = 1024 * 1024
/** Frames that are written at once. */
const PIECE = 1024

type Count = { frames: number; bytes: number; others: number; isCut: boolean; from: number; to: number }

async function run(given: Arguments, world: World): Promise<number> {
  const [file, ...others] = given.positionals
  if (file === undefined || others.length > 0)
    throw new Refusal('evidence extract takes one file; type it as `nautilus evidence extract FILE.pcap`.')
  const limit = wholeOf(given, 'limit', { least: 1, most: 1_048_576, otherwise: 1024 }) * MB
  const found = ringsOf(given)
  const question = await questionOf(given, found.rings)
  const ring = theRing(found.rings, question)
  const reading = newReading()
  const count: Count = { frames: 0, bytes: 0, others: 0, isCut: false, from: Number.MAX_VALUE, to: 0 }
  const pieces = piecesOf(framesOf(ring.folder, question, found.secret, reading), limit, count)
  const first = said(() => pieces.next())
  if (first.done) {
    const [why] = reading.unread
    throw new Refusal(why ?? `No packet of that is held by ${ring.name}; \`nautilus evidence windows\` shows what is.`)
  }
  await writeWhole(file, following(first.value, pieces))
  await world.out(tellOf(file, count, reading))
  return 0
}

function* following(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first
  yield* rest
}

/** The file, head first; nothing where there is no frame. */
function* piecesOf(frames: Iterable<CapturedFrame>, limit: number, count: Count): Generator<Uint8Array, void> {
  let piece: CapturedFrame[] = []
  let link = -1
  for (const frame of frames) {
    if (link < 0) {
      link = frame.link
      yield pcapHead(link)
    }
    if (frame.link !== link) {
      count.others++
      continue
    }
    if (count.bytes + frame.bytes.length > limit) {
      count.isCut = true
      break
    }
    count.frames++
    count.bytes += frame.bytes.length
    count.from = Math.min(count.from, frame.at)
    count.to = Math.max(count.to, frame.at)
    piece.push(frame)
    if (piece.length < PIECE) continue
    yield pcapRecords(piece)
    piece = []
  }
  if (piece.length > 0) yield pcapRecords(piece)
}

function tellOf(file: string, { frames, others, isCut, from, to }: Count, { damaged, unread }: Reading): string {
  const lines = [`${plural(frames, 'packet')} from ${isoOf(from)} to ${isoOf(to)}: ${file}`]
  if (others > 0) lines.push(`${plural(others, 'packet')} of another link type left out.`)
  if (isCut) lines.push('There are more: --limit, or a shorter time.')
  if (damaged > 0) lines.push(`${grouped(damaged)} damaged blocks were passed over.`)
  return [...lines, ...unread, ''].join('\n')
}

function theRing(rings: readonly FoundRing[], { stream }: Question): FoundRing {
  const sensor = /^live:([^@]+)@/.exec(stream ?? '')?.[1]
  const own = sensor === undefined ? rings : rings.filter(({ name }) => name.endsWith(`/${sensor}`))
  const [ring, second] = own
  if (!ring) throw new Refusal(`The packets of this finding were not kept on this machine (${stream}).`)
  if (second) throw new Refusal(`Say of which --sensor: ${own.map(({ name }) => name).join(', ')}.`)
  return ring
}

async function questionOf(given: Arguments, rings: readonly FoundRing[]): Promise<Question> {
  const { from, to, host, port, finding } = given.values
  const hosts = (Array.isArray(host) ? host : []).map(String)
  return {
    ...(from === undefined ? {} : { from: momentOf(given, 'from', '2026-01-31T06:00:00Z') }),
    ...(to === undefined ? {} : { to: momentOf(given, 'to', '2026-01-31T07:00:00Z') }),
    ...(hosts.length === 0 ? {} : { hosts }),
    ...(port === undefined ? {} : { port: wholeOf(given, 'port', { least: 1, most: 65_535, otherwise: 502 }) }),
    ...(typeof finding === 'string' ? await namedBy(given, finding, rings) : {}),
  }
}

/** Which frames a finding names: of the sites that have rings here. */
async function namedBy(given: Arguments, id: string, rings: readonly FoundRing[]) {
  const config = configOf(given, process.env)
  const places = new Set(rings.map(({ name }) => name.slice(0, name.lastIndexOf('/'))))
  const named = await storesSaid('The stores', async () => {
    const access = await accessTo(config)
    try {
      const { db } = connectTo(access.databaseUrl, 2)
      try {
        for (const place of places) {
          const [tenant = '', site = ''] = place.split('/')
          const found = await asTenant(db, tenant, scoped => getFinding(scoped, site, id))
          if (found) return (found.finding as Finding).evidence
        }
        return null
      } finally {
        await db.destroy()
      }
    } finally {
      await access.close()
    }
  })
  if (!named) throw new Refusal(`No site with packets here has a finding ${id}.`)
  const { file, frames } = named
  if (file === null || frames.length === 0) throw new Refusal(`Finding ${id} names no packets.`)
  return { stream: file, numbers: frames }
}
