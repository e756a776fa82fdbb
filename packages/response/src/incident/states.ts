/** The states of an incident in the order in which it goes through them. */
export const states = [
  'detected',
  'confirmed',
  'enriched',
  'escalated',
  'awaiting engineering decision',
  'decided',
  'acting',
  'recovered',
  'documented',
  'closed',
] as const
export type State = (typeof states)[number]

/** `false`: it did not happen. `benign`: it happened and was meant. `merged`: it goes on as part of another incident. */
export const outcomes = ['resolved', 'false', 'benign', 'merged'] as const
export type Outcome = (typeof outcomes)[number]
