// Which operations change something at the other side. Shown heavier, and what one looks for first.
import type { Verb } from '@nautilus/model'

const changing: ReadonlySet<string> = new Set<Verb>([
  'write',
  'force',
  'start',
  'stop',
  'mode',
  'reset',
  'download',
  'edit',
  'delete',
  'firmware',
  'configure',
  'clock',
  'call',
])

export const isChange = (verb: string): boolean => changing.has(verb)
