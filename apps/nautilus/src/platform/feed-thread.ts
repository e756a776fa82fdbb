// A thread that reads a threat feed and ends: nobody else waits for a large one.
import { parentPort, workerData } from 'node:worker_threads'
import type { ReadFeed } from '@nautilus/api'
import { readIndicators } from '@nautilus/detection'

export type FeedJob = { readonly name: string; readonly bytes: Uint8Array }

const { name, bytes } = workerData as FeedJob
parentPort!.postMessage(read())

function read(): ReadFeed {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const faults = [{ line: 0, message: 'The file is no text in UTF-8; fetch it again.' }]
    return { indicators: 0, others: 0, faults, until: null }
  }
  const { indicators, others, faults, more } = readIndicators(name, text)
  const told = faults.map(({ line, message }) => ({ line, message }))
  if (more > 0) told.push({ line: 0, message: `… and ${more} more faults.` })
  const ends = indicators.map(({ until }) => until)
  const until = ends.includes(null) || ends.length === 0 ? null : ends.reduce<number>((a, b) => Math.max(a, b ?? a), 0)
  return { indicators: indicators.length, others, faults: told, until }
}
