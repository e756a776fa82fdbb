// Leases of sites: one holder at most, and nothing of one that lost it is stored.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asTenant,
  beat,
  Fenced,
  holdLease,
  installationKey,
  leave,
  listLeases,
  releaseLease,
  sealerOf,
  takeLeases,
} from '../src/index.ts'
import { type TestState, testState } from './state.ts'

let state: TestState
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

const ALIVE = { deadAfter: 60_000 }
const join = (id: string) => beat(state.db, { id, version: '1', ...ALIVE })
const take = (id: string, partitions: number[], deadAfter = 60_000) =>
  takeLeases(state.db, partitions, { id, deadAfter })
const write = (fence: { partition: number; token: number }, work = async () => {}) =>
  asTenant(state.db, 'a', async scoped => {
    await holdLease(scoped, fence)
    await work()
  })

test('a lease has one holder, and goes to another when that one is not heard, is asked for by itself, or gives it back', async () => {
  expect(await join('one')).toEqual(['one'])
  expect(await join('two')).toEqual(['one', 'two'])
  expect(await take('one', [1, 2, 3])).toEqual([1, 2, 3].map(partition => ({ partition, token: 1 })))
  expect(await take('two', [3, 4])).toEqual([{ partition: 4, token: 1 }])
  // The same worker, started again.
  expect(await take('one', [1])).toEqual([{ partition: 1, token: 2 }])
  await releaseLease(state.db, { partition: 2, token: 1 })
  expect(await take('two', [2])).toEqual([{ partition: 2, token: 2 }])
  // An old token gives nothing back.
  await releaseLease(state.db, { partition: 2, token: 1 })
  await sql`update workers set beat_at = now() - interval '1 hour' where id = 'one'`.execute(state.db)
  expect(await take('two', [1, 3])).toEqual([
    { partition: 1, token: 3 },
    { partition: 3, token: 2 },
  ])
  await leave(state.db, 'two')
  expect(new Set((await listLeases(state.db)).map(({ worker }) => worker))).toEqual(new Set([null]))
})

test('of several who take at once, one gets each', async () => {
  const ids = ['a', 'b', 'c', 'd']
  for (const id of ids) await join(id)
  const partitions = Array.from({ length: 20 }, (_, index) => 20 + index)
  const taken = await Promise.all(ids.map(id => take(id, partitions)))
  expect(
    taken
      .flat()
      .map(({ partition }) => partition)
      .sort((x, y) => x - y),
  ).toEqual(partitions)
})

test('whoever lost it writes nothing, and whoever takes it waits for what is under way', async () => {
  await join('old')
  const [fence] = await take('old', [50])
  await write(fence!)
  const inside = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const under = write(fence!, async () => {
    inside.resolve()
    await goOn.promise
  })
  await inside.promise
  await join('new')
  await sql`update workers set beat_at = now() - interval '1 hour' where id = 'old'`.execute(state.db)
  let done = false
  const taking = take('new', [50]).then(taken => {
    done = true
    return taken
  })
  await state.db.selectFrom('workers').select('id').execute()
  expect(done).toBe(false)
  goOn.resolve()
  await under
  expect(await taking).toEqual([{ partition: 50, token: 2 }])
  await expect(write(fence!)).rejects.toThrow(Fenced)
})

test('one that hangs in a transaction does not keep others from it', async () => {
  await join('hangs')
  const [fence] = await take('hangs', [51])
  const never = Promise.withResolvers<void>()
  const inside = Promise.withResolvers<void>()
  const hanging = write(fence!, () => {
    inside.resolve()
    return never.promise
  }).catch((error: Error) => error)
  await inside.promise
  await sql`update workers set beat_at = now() - interval '1 hour' where id = 'hangs'`.execute(state.db)
  expect(await take('new', [51])).toEqual([{ partition: 51, token: 2 }])
  never.resolve()
  expect(await hanging).toBeInstanceOf(Error)
}, 30_000)

test('while the database was away nobody could be heard, and is not dead because of it', async () => {
  await join('heard')
  await take('heard', [52])
  const heardAgo = (ago: string) =>
    sql`update workers set beat_at = pg_postmaster_start_time() - ${ago}::interval where id = 'heard'`.execute(state.db)
  // The database began less than an hour ago, and more than a millisecond.
  const hour = 3_600_000
  await heardAgo('30 seconds')
  expect(await take('new', [52], hour)).toEqual([])
  expect(await beat(state.db, { id: 'new', version: '1', deadAfter: hour })).toContain('heard')
  expect(await take('new', [52], 1)).toEqual([{ partition: 52, token: 2 }])
  await take('heard', [53])
  await heardAgo('2 hours')
  expect(await take('new', [53], hour)).toEqual([{ partition: 53, token: 2 }])
})

test('a key of the installation is made once, and opens under its secret alone', async () => {
  const sealer = sealerOf('one secret')
  const made = await Promise.all([1, 2, 3].map(each => installationKey(state.db, sealer, 'test', () => `key ${each}`)))
  expect(new Set(made).size).toBe(1)
  await expect(installationKey(state.db, sealerOf('another'), 'test', () => '')).rejects.toThrow('another secret')
})
