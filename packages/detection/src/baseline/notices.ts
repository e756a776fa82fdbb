import type { Notice } from '@nautilus/model'
import type { Limits } from './limits.ts'
import type { Counts } from './room.ts'

const words: Readonly<Record<keyof Counts, string>> = {
  devices: 'devices',
  pairs: 'pairs of devices',
  links: 'links',
  functions: 'functions of links',
  objects: 'objects or writers of one',
  values: 'values of objects',
  timings: 'cycles',
  attributes: 'values of attributes',
  segments: 'parts of the network',
  conduits: 'protocols of parts of the network',
  members: 'devices of parts of the network',
  contexts: 'sequences of functions',
  suspects: 'sources under suspicion',
}

/** One sentence for each bound that was reached. */
export function noticesOf(limits: Limits, dropped: Counts): Notice[] {
  return (Object.keys(words) as (keyof Counts)[])
    .filter(kind => dropped[kind] > 0)
    .map(kind => ({
      code: `baseline.${kind}`,
      message: `The baseline has room for ${limits[kind]} ${words[kind]} in all; ${dropped[kind]} times one more was not learned, and rules that compare with it stay silent on those.`,
      count: dropped[kind],
      at: 0,
      frame: 0,
    }))
}
