// A feed that is told to stop stops, whatever became of the store behind it.
import { expect, test } from 'vitest'
import { Feed } from '../../src/platform/feed.ts'
import type { SitePool } from '../../src/platform/site-pool.ts'

const stream = { tenant: 't', site: 's', sensor: 'x', epoch: 'e' }
/** A sensor that sends one batch and goes on. */
const ONE = `
  import { parentPort } from 'node:worker_threads'
  parentPort.postMessage({ kind: 'batch', body: new Uint8Array([1]), taught: false, health: {} })
  setInterval(() => {}, 1000)`
const script = new URL(`data:text/javascript,${encodeURIComponent(ONE)}`)

function fed(call: () => Promise<void>) {
  const tried = Promise.withResolvers<void>()
  let calls = 0
  const sites = {
    call: () => {
      calls++
      tried.resolve()
      return call()
    },
  } as unknown as SitePool
  const troubles: string[] = []
  const onTrouble = (error: unknown) => void troubles.push((error as Error).message)
  const feed = new Feed(script, {}, { sites, stream, file: null, onHealth: () => {}, onTrouble })
  return { feed, tried: tried.promise, troubles, calls: () => calls }
}

const gone = () => Promise.reject(new Error('the store is gone'))

test('a batch that no store takes is tried once more, and then given up', async () => {
  const { feed, tried, troubles, calls } = fed(gone)
  await tried
  await feed.stop()
  expect(feed.isStopped).toBe(true)
  expect(calls()).toBeLessThanOrEqual(2)
  expect(troubles).toContain('the store is gone')
})

test('what is under way is stored before it stops', async () => {
  const storing = Promise.withResolvers<void>()
  const { feed, tried } = fed(() => storing.promise)
  await tried
  let hasStopped = false
  const stopping = feed.stop().then(() => {
    hasStopped = true
  })
  await new Promise(resolve => setImmediate(resolve))
  expect(hasStopped).toBe(false)
  storing.resolve()
  await stopping
})

test('a store that never answers is waited for only so long', async () => {
  const { feed, tried } = fed(() => new Promise(() => {}))
  await tried
  await feed.stop(1)
  expect(feed.isStopped).toBe(true)
})
