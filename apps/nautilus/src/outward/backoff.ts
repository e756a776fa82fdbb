// When a destination is tried again.
import type { QueueState } from '@nautilus/store'

/** ms before the second try; doubled with each, up to the longest. */
const FIRST = 1000
const LONGEST = 15 * 60_000
/** ms that a receiver may ask for. */
const LONGEST_ASKED = 6 * 3_600_000
/** Failures in a row after which one event at a time feels whether the receiver is back. */
export const BREAKS = 5
/** ms at most between such feelers, and between tries of what a person should set right. */
const FEELER = 5 * 60_000
/** Tries of one event to which the receiver answers that it failed there: then it is laid aside, and others go on. */
export const MOST_ANSWERED = 25

/**
 * All of it is chance: those who failed together do not come again together. What the receiver asks for is the least.
 * `tries`: failures in a row, this one too.
 */
export function waitAfter(tries: number, random: number, asked = 0): number {
  const longest = tries >= BREAKS ? FEELER : LONGEST
  const most = Math.min(longest, FIRST * 2 ** Math.min(tries - 1, 20))
  return Math.round(Math.min(asked, LONGEST_ASKED) + most * random)
}

/** A person has to do something; it may be there and not here, so it is tried now and then. */
export const faultWait = (random: number): number => Math.round(FEELER * (0.5 + random / 2))

export const brokenOr = (tries: number): QueueState => (tries >= BREAKS ? 'broken' : 'waiting')
