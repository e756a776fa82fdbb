import { type Verb, verbs } from '@nautilus/model'

/** What can hurt a plant most comes first; what is not named here only looks. */
const order: readonly Verb[] = [
  'stop',
  'download',
  'firmware',
  'mode',
  'delete',
  'edit',
  'reset',
  'start',
  'force',
  'configure',
  'clock',
  'write',
  'file',
  'authenticate',
  'upload',
]

/** Verbs that change what a controller is or does as a whole: each is kept by itself, however often. */
export const grave: ReadonlySet<string> = new Set<Verb>([
  'stop',
  'download',
  'firmware',
  'mode',
  'delete',
  'edit',
  'reset',
  'start',
  'configure',
  'clock',
  'upload',
])

const ranks = new Map<string, number>(verbs.map(verb => [verb, order.length]))
order.forEach((verb, rank) => {
  ranks.set(verb, rank)
})

/** 0 is the gravest. */
export const rankOf = (verb: string): number => ranks.get(verb) ?? order.length

/** Changes the other side, or tries to. */
export const isConsequential = (verb: string): boolean => rankOf(verb) <= rankOf('write')
