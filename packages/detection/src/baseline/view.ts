// The tree, as rules may read it.
import type { Who } from '../event.ts'
import type { Fact, Known, Link, Readiness, Spoken as SpokenName } from '../known.ts'
import type { SegmentOf } from '../segment.ts'
import { isReadyDevice, isReadySite, isReadySpeech } from './learn.ts'
import { isReadyHeld } from './objects.ts'
import { type LocalHour, usualness, volumeOf } from './rhythm.ts'
import { isReadySegment } from './segments.ts'
import { probability } from './sequence.ts'
import { sorted } from './shape.ts'
import { factOf, stands, type Tally } from './tally.ts'
import { timingFactOf } from './timing.ts'
import type { Device, Holding, Pair, Said, Speech, Spoken, Tree } from './tree.ts'
import { readinessOf } from './unseen.ts'
import { valueFactOf } from './values.ts'
import { segmentsOf } from './view-segments.ts'

export type Seeing = {
  readonly segmentOf: SegmentOf
  readonly tree: Tree
  readonly localHour: LocalHour
  /** µs, of the newest event. */
  now(): number
  /** Has a person taught it anything? */
  taught(): boolean
  /** What a suspect's values were, where they are newer than what was learned. */
  aside(server: string, object: string): Holding | null
}

const untold: Readiness = { ready: false, unseen: 1, observations: 0, since: 0 }

export function knownOf(seeing: Seeing): Known {
  const find = finderOf(seeing.tree)
  return {
    get taught() {
      return seeing.taught() || isReadySite(seeing.tree)
    },
    ...readinessesOf(seeing, find),
    ...talliesOf(seeing, find),
    ...measuresOf(seeing, find),
    ...segmentsOf(seeing),
  }
}

const finderOf = (tree: Tree) => {
  const device = ({ id }: Who): Device | undefined => tree.devices.get(id)
  const pair = (client: Who, server: Who): Pair | undefined => device(client)?.peers.get(server.id)
  const speech = (link: Link): Speech | undefined => pair(link.client, link.server)?.protocols.get(link.protocol)
  const said = (link: Link, verb: string): Said | undefined => speech(link)?.verbs.get(verb)
  const spoken = (of: SpokenName): Spoken | undefined => said(of, of.verb)?.functions.get(of.code)
  const holding = (server: Who, object: string): Holding | undefined => device(server)?.objects.get(object)
  return { device, pair, speech, said, spoken, holding }
}
type Find = ReturnType<typeof finderOf>

function readinessesOf({ tree, taught, segmentOf }: Seeing, find: Find): Pick<Known, 'readiness'> {
  const ofLink = (speech: Speech | undefined) => (speech ? readinessOf(speech.scope, isReadySpeech(speech)) : untold)
  const ofDevice = (device: Device | undefined) => (device ? readinessOf(device.scope, isReadyDevice(device)) : untold)
  const ofObjects = (device: Device | undefined) => (device ? readinessOf(device.held, isReadyHeld(device)) : untold)
  const ofSegment = (name: string | null) => {
    const segment = name === null ? undefined : tree.segments.get(name)
    return segment ? readinessOf(segment.scope, isReadySegment(segment)) : untold
  }
  return {
    readiness: of => {
      if (of === 'site') return readinessOf(tree.scope, taught() || isReadySite(tree))
      if ('link' in of) return ofLink(find.speech(of.link))
      if ('segment' in of) return ofSegment(segmentOf(of.segment))
      return 'device' in of ? ofDevice(find.device(of.device)) : ofObjects(find.device(of.objects))
    },
  }
}

type Counted = 'device' | 'pair' | 'link' | 'verb' | 'spoken' | 'spokenAnywhere' | 'asks' | 'serves'
type Tallied = Counted | 'object' | 'writer' | 'attribute'

function talliesOf({ tree, now }: Seeing, find: Find): Pick<Known, Tallied> {
  const told = (tally: Tally | null | undefined): Fact | null => (stands(tally, now()) ? factOf(tally, now()) : null)
  return {
    device: who => told(find.device(who)?.tally),
    pair: (client, server) => told(find.pair(client, server)?.tally),
    link: link => told(find.speech(link)?.tally),
    verb: (link, verb) => told(find.said(link, verb)?.tally),
    spoken: spoken => told(find.spoken(spoken)?.tally),
    spokenAnywhere: (protocol, code) => told(tree.spoken.get(protocol)?.get(code)),
    asks: (who, protocol) => told(find.device(who)?.asks.get(protocol)),
    serves: (who, protocol) => told(find.device(who)?.serves.get(protocol)),
    object: (server, object, access) => {
      const holding = find.holding(server, object)
      return told(access === 'write' ? holding?.written : holding?.read)
    },
    writer: (server, object, client) => {
      const holding = find.holding(server, object)
      return told(holding?.writings[holding.writers.indexOf(client.id)])
    },
    attribute: (who, attribute) =>
      sorted(find.device(who)?.attributes.get(attribute) ?? new Map<string, Tally>()).flatMap(([value, tally]) =>
        stands(tally, now()) ? [{ value, fact: factOf(tally, now()) }] : [],
      ),
  }
}

type Measured = 'value' | 'newest' | 'timing' | 'rhythm' | 'sequence' | 'volume'

function measuresOf({ now, aside, localHour }: Seeing, find: Find): Pick<Known, Measured> {
  return {
    value: (server, object, index) => {
      const values = find.holding(server, object)?.values[index]
      return values && stands(values.tally, now()) ? valueFactOf(values, now()) : null
    },
    newest: (server, object) => newestOf(find.holding(server, object) ?? null, aside(server.id, object)),
    timing: (spoken, object) => {
      const timing = find.spoken(spoken)?.cycles.get(object)
      if (!timing || !stands(timing.tally, now()) || timing.intervals === 0) return null
      return timingFactOf(timing, now())
    },
    rhythm: (who, at) => {
      const device = find.device(who)
      return device?.tally.count ? usualness(device.rhythm, device.tally.first, at, localHour) : null
    },
    sequence: (link, code) => {
      const speech = find.speech(link)
      return speech?.sequence && isReadySpeech(speech) ? probability(speech.sequence, code, now()) : null
    },
    volume: (who, of = 'bytes') => {
      const device = find.device(who)
      return device ? volumeOf(device[of]) : null
    },
  }
}

function newestOf(known: Holding | null, aside: Holding | null) {
  const holding = aside && (!known || aside.newestAt > known.newestAt) ? aside : known
  return holding?.newest == null ? null : { values: holding.newest, at: holding.newestAt }
}
