// What synchrophasor frames mean: IEEE C37.118.2-2011, 6.
import type { Claim, Item, Operation } from '@nautilus/model'
import { type Meaning, silent } from '../dissector.ts'
import { printable } from '../reader.ts'
import { type Config, configOf } from './config.ts'
import { CRC, commandNamed, FRAME, type Frame, frameNamed, HEADER } from './frame.ts'

const MAX_STREAMS = 16
const MAX_CLAIMED = 32
const CONFIDENCE = 0.9

type Known = { readonly config: Config; readonly items: readonly Item[] }
/** What configuration frames said, by stream. */
export type Streams = Map<number, Known>

export function meaningOf(streams: Streams, request: Frame | null, reply: Frame | null): Meaning {
  const told = reply && reply.type !== FRAME.command ? reply : null
  const asked = request ?? (reply?.type === FRAME.command ? reply : null)
  if (asked) return commanded(streams, asked, told)
  if (!told?.sound) return silent
  return told.type === FRAME.data ? data(streams, told) : described(streams, told)
}

/** A command, and the frame that it asked for. */
function commanded(streams: Streams, asked: Frame, told: Frame | null): Meaning {
  const { function: ref, verb, answer } = commandNamed(asked.command)
  const { claims, detail } = told?.sound ? tell(streams, told) : { claims: [], detail: {} }
  const operation: Operation = {
    verb,
    function: ref,
    object: String(asked.id),
    items: [],
    outcome: told || answer < 0 ? 'ok' : 'no-reply',
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

type Told = { claims: Claim[]; detail: Record<string, string | number> }

/** What a header or configuration frame says, wherever it came from. */
function tell(streams: Streams, frame: Frame): Told {
  if (frame.type === FRAME.header) {
    const text = printable(frame.bytes.subarray(HEADER, frame.bytes.length - CRC), 128)
    const claim: Claim = { about: frame.from, attribute: 'description', value: text, confidence: CONFIDENCE }
    return { claims: text === '' ? [] : [claim], detail: {} }
  }
  const config = frame.type === FRAME.data ? null : configOf(frame)
  if (!config) return { claims: [], detail: {} }
  // Configuration 1 says what the unit could send, 2 and 3 what it does.
  if (frame.type !== FRAME.config1) remember(streams, frame.id, config)
  return { claims: claimsOf(config, frame), detail: { units: config.stations.length, rate: config.rate } }
}

function remember(streams: Streams, id: number, config: Config): void {
  const [oldest] = streams.keys()
  if (!streams.has(id) && streams.size >= MAX_STREAMS && oldest !== undefined) streams.delete(oldest)
  const items = config.channels.map(
    ({ object, pmu, type, count, at }): Item => ({
      object,
      access: 'read',
      type,
      count,
      in: 'reply',
      at,
      native: { pmu, address: at },
    }),
  )
  streams.set(id, { config, items })
}

function claimsOf({ stations }: Config, { from }: Frame): Claim[] {
  const claims: Claim[] = []
  const add = (attribute: Claim['attribute'], value: string): void => {
    if (value !== '') claims.push({ about: from, attribute, value, confidence: CONFIDENCE })
  }
  // A concentrator speaks for many units, and is none of them.
  const alone = stations.length === 1
  for (const { name, pmu, identity, location } of stations.slice(0, MAX_CLAIMED)) {
    add(alone ? 'name' : 'module', alone ? name : `PMU ${pmu} ${name}`)
    if (!alone) continue
    add('location', location)
    add('serial', identity)
  }
  return claims
}

/** A header or configuration that nobody is seen to have asked for. */
function described(streams: Streams, frame: Frame): Meaning {
  const { claims, detail } = tell(streams, frame)
  const operation: Operation = {
    verb: 'discover',
    function: frameNamed(frame.type),
    object: String(frame.id),
    items: [],
    outcome: 'ok',
    detail,
  }
  return { operation, claims, repeatable: false }
}

function data(streams: Streams, { id, bytes }: Frame): Meaning {
  const known = streams.get(id)
  const fits = known !== undefined && known.config.size === bytes.length
  const status = fits ? statusOf(known.config, bytes) : ''
  const operation: Operation = {
    verb: 'report',
    function: frameNamed(FRAME.data),
    object: String(id),
    items: fits ? known.items : [],
    outcome: 'ok',
    ...(status === '' ? {} : { detail: { status } }),
  }
  // What the frame means depends on the configuration, and whether it is sound on its checksum: each is read anew.
  return { operation, claims: [], repeatable: false }
}

const errors = ['', 'no data', 'test mode', 'data error']

/** 6.3, table 6: what the status words say beyond good data. */
function statusOf({ statuses, stations }: Config, bytes: Uint8Array): string {
  let text = ''
  for (const [index, at] of statuses.entries()) {
    const word = (bytes[at]! << 8) | bytes[at + 1]!
    if ((word & 0xfc00) === 0 || text.length > 256) continue
    const words = [
      errors[word >> 14]!,
      (word & 0x2000) !== 0 ? 'not synchronised' : '',
      (word & 0x1000) !== 0 ? 'sorted by arrival' : '',
      (word & 0x0800) !== 0 ? 'trigger' : '',
      (word & 0x0400) !== 0 ? 'configuration will change' : '',
    ].filter(said => said !== '')
    text += `${text === '' ? '' : ', '}${stations[index]!.pmu} ${words.join(' ')}`
  }
  return text
}
