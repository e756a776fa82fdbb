// Every number that the baseline rests on, by name.

/** What a baseline keeps at most, whatever the network sends. What finds no room is counted (`Baseline.dropped`). */
export type Limits = {
  readonly devices: number
  /** Pairs of client and server. */
  readonly pairs: number
  /** Servers of one client: a sweep must not take all the room. */
  readonly pairsOfDevice: number
  /** Protocols of all pairs together. */
  readonly links: number
  /** Verbs and functions of all links together, and of the site. */
  readonly functions: number
  /** Registers, tags and objects of all devices together. */
  readonly objects: number
  /** Numbers of all objects together: one object may hold several. */
  readonly values: number
  /** Cycles: an object read by a function of a link. */
  readonly timings: number
  /** Parts of the network, what they speak and with whom (of all together), and their devices. */
  readonly segments: number
  readonly conduits: number
  readonly members: number
  /** Values of attributes of all devices together. */
  readonly attributes: number
  /** Contexts of sequences of all links together. */
  readonly contexts: number
  /** Functions of one verb of one link. */
  readonly functionsOfLink: number
  /** Writers of one object. */
  readonly writers: number
  /** Numbers of one object; the further ones are not learned. */
  readonly valuesOfObject: number
  /** Values of one attribute of one device. */
  readonly valuesOfAttribute: number
  /** Contexts of the sequences of one link, and symbols after one context. */
  readonly contextsOfLink: number
  readonly symbols: number
  /** Sources under suspicion at once. */
  readonly suspects: number
  /** Of these, the first so many have what they would have taught kept apart, each in its share of the room. */
  readonly suspectsApart: number
  /** Decisions of people that are remembered. */
  readonly decisions: number
  /** Characters of a name. Longer ones are not learned. */
  readonly text: number
}

export const defaultLimits: Limits = {
  devices: 20_000,
  pairs: 150_000,
  pairsOfDevice: 4096,
  links: 200_000,
  functions: 1_000_000,
  objects: 600_000,
  values: 700_000,
  timings: 700_000,
  segments: 1024,
  conduits: 50_000,
  members: 40_000,
  attributes: 200_000,
  contexts: 400_000,
  functionsOfLink: 256,
  writers: 16,
  valuesOfObject: 128,
  valuesOfAttribute: 32,
  contextsOfLink: 256,
  symbols: 64,
  suspects: 20_000,
  suspectsApart: 64,
  decisions: 10_000,
  text: 512,
}

export const SECOND = 1e6
export const HOUR = 3600 * SECOND
export const DAY = 24 * HOUR

/** Ten minutes: as long as the longest interval that one activity covers. However much happens in it, it counts once. */
export const SLOT = 600 * SECOND

/** Ready: at most this mass unseen, after at least so many slots in which it was active (four hours, eight, a day). */
export const READY = {
  unseen: 0.01,
  slots: { link: 24, device: 48, segment: 144, site: 144 },
} as const

/** Confidence halves for every 30 days without the fact, and after 180 it is forgotten unless pinned. */
export const HALF_LIFE = 30 * DAY
export const FORGET_AFTER = 180 * DAY

/** What is new to something that is ready is only proposed, until a person accepts it or it came on so many days. */
export const ADOPT_DAYS = 14

/** Values and cycles are confirmed after so many slots; from then on they widen by this part of the range a day, */
export const CONFIRM_SLOTS = 24
export const DRIFT_PER_DAY = 0.05
/** and never by more than this part in all. What exceeds is proposed. */
export const DRIFT_AT_MOST = 0.5

/** A link that rests for so long begins a new session. */
export const SESSION_GAP = 600 * SECOND
