import type { Ssvc } from '@nautilus/model'

/** What an operator may set. */
export type Policy = {
  /** EPSS probability from which a public exploit is assumed. */
  readonly pocFrom: number
  /** What is assumed of a device of which no traffic shows who can reach it. */
  readonly unknownExposure: Ssvc['exposure']
  /** Days a decision holds before it is looked at again. */
  readonly nowDays: number
  readonly nextDays: number
  readonly neverDays: number
  /** Deadlines of CISA BOD 26-04 as well. */
  readonly bod: boolean
}

export const defaultPolicy: Policy = {
  pocFrom: 0.1,
  unknownExposure: 'controlled',
  nowDays: 7,
  nextDays: 90,
  neverDays: 180,
  bod: false,
}
