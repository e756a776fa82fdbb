// Shares of partitions among workers, on a real database.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PARTITIONS } from '@nautilus/nats'
import { type OpenDatabase, openDatabase, type StateServer, startState } from '@nautilus/store'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Holdings, type HoldingsOptions, shareOf } from '../../src/platform/cluster/holdings.ts'

let folder: string
let server: StateServer
let state: OpenDatabase
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-holdings-'))
  server = await startState(folder)
  state = await openDatabase(server.url)
}, 60_000)
afterAll(async () => {
  await state.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await state.db.deleteFrom('leases').execute()
  await state.db.deleteFrom('workers').execute()
})

const DEAD_AFTER = 1000
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 20 })

const holdings = (id: string, more: Partial<HoldingsOptions> = {}) =>
  new Holdings({
    ...{ db: state.db, id, every: 50, deadAfter: DEAD_AFTER },
    onTaken: async () => {},
    onLost: async () => {},
    onTrouble: error => {
      throw error
    },
    ...more,
  })

test('a worker whose partitions take long to begin is not taken for dead, and gives away what is not its share', async () => {
  const slow = Promise.withResolvers<void>()
  const one = holdings('one', { onTaken: ({ partition }) => (partition === 7 ? slow.promise : Promise.resolve()) })
  const starting = one.start()
  await soon(() => expect(one.partitions).toHaveLength(PARTITIONS))
  const began = performance.now()
  const two = holdings('two')
  await two.start()
  const others = shareOf('two', ['one', 'two'])
  const own = new Set(Array.from({ length: PARTITIONS }, (_, index) => index).filter(each => !others.has(each)))
  // What it begins with still is nobody else's.
  others.delete(7)
  own.add(7)
  await soon(() => expect(new Set(two.partitions)).toEqual(others))
  await soon(() => expect(performance.now() - began).toBeGreaterThan(2 * DEAD_AFTER))
  expect(new Set(one.partitions)).toEqual(own)
  expect([...own].every(partition => one.fenceOf(partition) !== null)).toBe(true)
  expect(new Set(two.partitions)).toEqual(others)
  slow.resolve()
  await starting
  await two.stop()
  await soon(() => expect(one.partitions).toHaveLength(PARTITIONS))
  await one.stop()
}, 60_000)

test('a partition that is lost while it is begun with is ended after it has begun', async () => {
  const begin = Promise.withResolvers<void>()
  const order: string[] = []
  const one = holdings('one', {
    async onTaken({ partition, token }) {
      if (partition !== 3 || token !== 1) return
      await begin.promise
      order.push('begun')
    },
    async onLost({ partition }, kept) {
      if (partition === 3) order.push(kept ? 'given' : 'lost')
    },
  })
  const starting = one.start()
  await soon(() => expect(one.partitions).toHaveLength(PARTITIONS))
  await state.db.updateTable('leases').set({ worker: 'other', token: 9 }).where('partition', '=', 3).execute()
  await soon(() => expect(one.partitions).not.toContain(3))
  expect(order).toEqual([])
  begin.resolve()
  await starting
  await soon(() => expect(order.slice(0, 2)).toEqual(['begun', 'lost']))
  await one.stop()
}, 60_000)
