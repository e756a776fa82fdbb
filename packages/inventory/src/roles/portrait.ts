import type { Attribute } from '@nautilus/model'
import type { Claimed } from '../claims.ts'
import type { Match } from '../fingerprints/reading.ts'
import type { Device } from '../identity.ts'
import type { Tell } from '../tells.ts'
import type { Tally, Traffic } from '../traffic.ts'
import { type Speech, speechOf } from './speech.ts'

/** Traffic with the devices at its ends, as indexes; -1 where no device is. */
export type Exchange = { readonly traffic: Traffic; readonly client: number; readonly server: number }

/** One device as the role ideas see it. */
export type Portrait = {
  readonly device: Device
  readonly claims: ReadonlyMap<Attribute, readonly Claimed[]>
  /** What its claims tell beyond themselves. */
  readonly matches: readonly Match[]
  /** What it answers and what it asks. */
  readonly served: readonly Exchange[]
  readonly used: readonly Exchange[]
}

export const best = ({ claims }: Portrait, attribute: Attribute): Claimed | null => claims.get(attribute)?.[0] ?? null

const replies = ({ ok, refused }: Tally): number => ok + refused

/** Did the server ever reply? */
export const isAnswered = ({ traffic }: Exchange): boolean =>
  [...traffic.verbs.values()].some(tally => replies(tally) > 0)

type Spoken = { readonly exchange: Exchange; readonly speech: Speech }

/** By list, which lives as long as its portrait: many ideas ask for the same. */
const plantOf = new WeakMap<readonly Exchange[], readonly Spoken[]>()

/** Exchanges in protocols that run plants, with what is known of the protocol. */
export function inPlant(exchanges: readonly Exchange[]): readonly Spoken[] {
  const known = plantOf.get(exchanges)
  if (known) return known
  const found: Spoken[] = []
  for (const exchange of exchanges) {
    const speech = speechOf(exchange.traffic.protocol)
    if (speech?.plant) found.push({ exchange, speech })
  }
  plantOf.set(exchanges, found)
  return found
}

/** A controller that asks others is judged more carefully than a computer that does. */
export const servesPlant = (portrait: Portrait): boolean =>
  inPlant(portrait.served).some(
    ({ exchange, speech }) => speech.server !== null && (speech.publishes || isAnswered(exchange)),
  )

export const tellsOf = (exchanges: readonly Exchange[], tell: Tell): number =>
  exchanges.reduce((sum, e) => sum + (e.traffic.tells?.get(tell) ?? 0), 0)

/** As many operations refused, and more than done, are no tool's and no panel's work. */
const manyRefused = 20
/** As many devices asked in vain, and more than answered. */
const manySilent = 12

/** Tries what is there: functions until one is accepted, addresses until one answers. */
export function isProbing({ used }: Portrait): boolean {
  const asked = inPlant(used).map(({ exchange }) => exchange)
  const tallies = asked.flatMap(e => [...e.traffic.verbs.values()])
  const refused = tallies.reduce((sum, t) => sum + t.refused, 0)
  const done = tallies.reduce((sum, t) => sum + t.ok, 0)
  if (refused >= manyRefused && refused > done) return true
  const silent = new Set(asked.filter(e => !isAnswered(e)).map(e => e.traffic.server)).size
  return silent >= manySilent && silent > new Set(asked.filter(isAnswered).map(e => e.traffic.server)).size
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
