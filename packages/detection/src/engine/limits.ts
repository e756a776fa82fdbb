import type { Severity } from '@nautilus/model'

/** What the engine keeps at most, whatever the network sends. What is beyond is counted and told in a notice. */
export type EngineLimits = {
  /** Findings of all rules together, and of one rule, so that a noisy one hides no other. */
  readonly findings: number
  readonly perRule: number
  /** Keys that one rule remembers something under. */
  readonly states: number
  /** Matches of one rule on one event. */
  readonly matches: number
}

export const defaultLimits: EngineLimits = { findings: 20_000, perRule: 2000, states: 20_000, matches: 64 }

/** Frames of evidence in one finding: the first half and the newest half. */
export const MAX_FRAMES = 16
/** Objects with their values before and after in one finding. */
export const MAX_CHANGES = 16
/** Characters of a sentence: names come from the network. */
export const MAX_SENTENCE = 1000
/** µs by which a cause may be noticed after its effect. */
export const CAUSE_AFTER = 60e6
/** µs after its last match for which a finding still accounts for others. */
export const CAUSE_LASTS = 24 * 3600e6
/** µs between two finding events of one finding, so that a flood is not told to every story packet by packet. */
export const RETELL = 10e6
/** From this severity on the source of a finding teaches nothing, */
export const SUSPECT_FROM: Severity = 'medium'
/** for so long (µs) after the finding last came, */
export const SUSPECT_LASTS = 24 * 3600e6
/** and at most for so long (µs) while it comes again and again: by then a person has decided, or lets it be. */
export const SUSPECT_AT_MOST = 14 * 24 * 3600e6
/** Ends under which findings wait for their causes, or causes for their effects; beyond it each stands alone. */
export const MAX_CAUSES = 100_000
