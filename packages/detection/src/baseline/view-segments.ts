// Parts of the network, as rules may read what was learned of them.
import type { Who } from '../event.ts'
import type { Known } from '../known.ts'
import { usualness } from './rhythm.ts'
import type { Segment } from './segments.ts'
import { factOf, stands, type Tally } from './tally.ts'
import type { Seeing } from './view.ts'
import { amountAt } from './week.ts'

/** Weeks after which hours without work of engineering mean something: a plant may rest for one. */
const LEAST_WEEKS = 2
/** Hours with such work; fewer are no habit. */
const LEAST_HOURS = 4

type Told = 'segment' | 'segmentSpeaks' | 'conduit' | 'segmentVolume' | 'engineeringHours'

export function segmentsOf({ tree, now, segmentOf, localHour }: Seeing): Pick<Known, Told> {
  const find = (who: Who): Segment | undefined => {
    const name = segmentOf(who)
    return name === null ? undefined : tree.segments.get(name)
  }
  const told = (tally: Tally | undefined) => (stands(tally, now()) ? factOf(tally, now()) : null)
  return {
    segment: who => {
      const name = segmentOf(who)
      return name === null ? null : { name, fact: told(tree.segments.get(name)?.tally) }
    },
    segmentSpeaks: (who, protocol) => told(find(who)?.spoken.get(protocol)),
    conduit: ({ client, server, protocol }, verb) => {
      const to = segmentOf(server)
      const conduit = to === null ? undefined : find(client)?.toward.get(to)?.get(protocol)
      return told(verb === undefined ? conduit?.tally : conduit?.verbs.get(verb))
    },
    segmentVolume: (who, at) => {
      const segment = find(who)
      return segment ? amountAt(segment.bytes, at, localHour) : null
    },
    engineeringHours: (who, at) => {
      const segment = find(who)
      if (!segment) return null
      const { engineering, tally } = segment
      const hours = engineering.weeks.reduce((sum, weeks) => sum + weeks, 0)
      const weeks = (at - tally.first) / (7 * 24 * 3600e6)
      return hours < LEAST_HOURS || weeks < LEAST_WEEKS ? null : usualness(engineering, tally.first, at, localHour)
    },
  }
}
