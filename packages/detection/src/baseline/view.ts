// The tree, as rules may read it.
import type { Who } from '../event.ts'
import type { Fact, Known, Link, Readiness } from '../known.ts'
import { isReadyDevice, isReadySite, isReadySpeech } from './learn.ts'
import { isReadyHeld } from './objects.ts'
import { type LocalHour, usualness, volumeOf } from './rhythm.ts'
import { probability } from './sequence.ts'
import { sorted } from './shape.ts'
import { factOf, stands, TAUGHT, type Tally } from './tally.ts'
import { timingFactOf } from './timing.ts'
import type { Device, Holding, Pair, Said, Speech, Spoken, Tree } from './tree.ts'
import { readinessOf } from './unseen.ts'
import { valueFactOf } from './values.ts'

export type Seeing = {
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
  const { tree, now } = seeing
  const told = (tally: Tally | null | undefined): Fact | null => (stands(tally, now()) ? factOf(tally, now()) : null)
  const deviceOf = ({ id }: Who): Device | undefined => tree.devices.get(id)
  const pairOf = (client: Who, server: Who): Pair | undefined => deviceOf(client)?.peers.get(server.id)
  const speechOf = (link: Link): Speech | undefined => pairOf(link.client, link.server)?.protocols.get(link.protocol)
  const saidOf = (link: Link, verb: string): Said | undefined => speechOf(link)?.verbs.get(verb)
  const spokenOf = (link: Link, verb: string, code: string): Spoken | undefined =>
    saidOf(link, verb)?.functions.get(code)
  const holdingOf = (server: Who, object: string): Holding | undefined => deviceOf(server)?.objects.get(object)

  return {
    get taught() {
      return seeing.taught() || isReadySite(tree)
    },
    readiness: of => {
      if (of === 'site') return readinessOf(tree.scope, seeing.taught() || isReadySite(tree))
      if ('link' in of) {
        const speech = speechOf(of.link)
        return speech ? readinessOf(speech.scope, isReadySpeech(speech)) : untold
      }
      const device = deviceOf('device' in of ? of.device : of.objects)
      if (!device) return untold
      return 'device' in of
        ? readinessOf(device.scope, isReadyDevice(device))
        : readinessOf(device.held, isReadyHeld(device))
    },

    device: who => told(deviceOf(who)?.tally),
    pair: (client, server) => told(pairOf(client, server)?.tally),
    link: link => told(speechOf(link)?.tally),
    verb: (link, verb) => told(saidOf(link, verb)?.tally),
    spoken: spoken => told(spokenOf(spoken, spoken.verb, spoken.code)?.tally),
    spokenAnywhere: (protocol, code) => told(tree.spoken.get(protocol)?.get(code)),
    asks: (who, protocol) => told(deviceOf(who)?.asks.get(protocol)),
    serves: (who, protocol) => told(deviceOf(who)?.serves.get(protocol)),

    object: (server, object, access) => {
      const holding = holdingOf(server, object)
      return told(access === 'write' ? holding?.written : holding?.read)
    },
    writer: (server, object, client) => {
      const holding = holdingOf(server, object)
      return told(holding?.writings[holding.writers.indexOf(client.id)])
    },
    value: (server, object, index) => {
      const values = holdingOf(server, object)?.values[index]
      return values && stands(values.tally, now()) ? valueFactOf(values, now()) : null
    },
    newest: (server, object) => newestOf(holdingOf(server, object) ?? null, seeing.aside(server.id, object)),

    timing: (spoken, object) => {
      const timing = spokenOf(spoken, spoken.verb, spoken.code)?.cycles.get(object)
      if (!timing || !stands(timing.tally, now()) || timing.intervals === 0) return null
      return timingFactOf(timing, now())
    },
    rhythm: (who, at) => {
      const device = deviceOf(who)
      return device?.tally.count ? usualness(device.rhythm, device.tally.first, at, seeing.localHour) : null
    },
    sequence: (link, code) => {
      const speech = speechOf(link)
      if (!speech?.sequence || !isReadySpeech(speech)) return null
      return probability(speech.sequence, code, now())
    },
    volume: (who, of = 'bytes') => {
      const device = deviceOf(who)
      return device ? volumeOf(device[of]) : null
    },
    attribute: (who, attribute) =>
      sorted(deviceOf(who)?.attributes.get(attribute) ?? new Map<string, Tally>()).flatMap(([value, tally]) =>
        stands(tally, now()) ? [{ value, fact: factOf(tally, now()) }] : [],
      ),
  }
}

function newestOf(known: Holding | null, aside: Holding | null) {
  const holding = aside && (!known || aside.newestAt > known.newestAt) ? aside : known
  return holding?.newest == null ? null : { values: holding.newest, at: holding.newestAt }
}

export const isTaught = (tree: Tree): boolean => {
  for (const { tally } of tree.devices.values()) if (tally.marks & TAUGHT) return true
  return false
}
