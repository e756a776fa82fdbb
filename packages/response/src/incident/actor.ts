import type { Duty } from '../duties.ts'

/**
 * Who did something. `duties` are those the person holds at the site of the incident at that moment: whoever appends the
 * entry looks them up, and they are kept with it, so that the record can be judged years later. `system`: the program.
 */
export type Actor =
  | { readonly kind: 'person'; readonly person: string; readonly duties: readonly Duty[] }
  | { readonly kind: 'system' }

export const system: Actor = { kind: 'system' }
