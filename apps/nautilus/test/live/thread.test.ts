// The thread of the platform that listens: what it says of itself, and that it can be ended at any time.
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeBatch } from '@nautilus/bus'
import type { Batch, SensorHealth } from '@nautilus/model'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Feed } from '../../src/platform/feed.ts'
import type { SitePool } from '../../src/platform/site-pool.ts'
import { type Cable, inside, layCable, PLANT, play, whyNoCable } from './cable.ts'
import { mixed, readWhole, remove, write } from './captures.ts'

const why = whyNoCable()
const folder = mkdtempSync(join(tmpdir(), 'nautilus-thread-'))
const file = join(folder, 'some.pcap')
const FRAMES = 3000
beforeAll(() => write(file, mixed(FRAMES)))
afterAll(() => remove(folder))

test('what a stream says comes to its site, to the last row', async () => {
  const bytes = readFileSync(file)
  const server = createServer((socket: Socket) => socket.on('error', () => {}).write(bytes)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const batches: Batch[] = []
  const sites = {
    call: async (_: object, { batch }: { batch: { body: Uint8Array } }) => void batches.push(decodeBatch(batch.body)),
  } as unknown as SitePool
  let health: SensorHealth | null = null
  const words: string[] = []
  const source = { kind: 'connect', host: '127.0.0.1', port: (server.address() as AddressInfo).port }
  const feed = new Feed(
    new URL('../../src/platform/live-thread.ts', import.meta.url),
    { source, group: null },
    {
      ...{ sites, stream: { tenant: 't', site: 's', sensor: 'in', epoch: 'e' }, file: null, endsWhenAsked: true },
      onHealth: told => {
        health = told
      },
      onWord: word => words.push(word),
      onTrouble: error => words.push(String(error)),
    },
  )
  await vi.waitUntil(() => health?.packets === FRAMES, { timeout: 30_000 })
  await feed.stop()
  server.close()
  expect(health).toMatchObject({
    dropped: 0,
    hearing: { by: 'stream', interfaces: [{ packets: FRAMES, state: 'up' }] },
  })
  expect(words).toEqual([`127.0.0.1:${source.port} sends a capture`])
  // How rows are put into batches depends on the clock; the rows do not.
  const rows = (of: readonly Batch[]) =>
    of.flatMap(({ activities }) => activities).reduce((sum, { count }) => sum + count, 0)
  expect(rows(batches)).toBe(rows((await readWhole(file)).batches as Batch[]))
})

describe.skipIf(why !== null)(`a thread on a cable${why ? ` (left out: ${why})` : ''}`, () => {
  let cable: Cable
  beforeAll(() => {
    cable = layCable()
  })
  afterAll(() => cable?.remove())

  test.each(['asked', 'killed'])('%s to end while frames come, it ends, and the process goes on', async how => {
    const child = inside(cable.watch, fileURLToPath(new URL('./ended.ts', import.meta.url)), [how, `${FRAMES}`])
    let [out, words] = ['', '']
    child.stdout!.on('data', piece => {
      out += piece
    })
    child.stderr!.on('data', piece => {
      words += piece
    })
    const closed = once(child, 'close')
    await vi.waitUntil(() => words.includes('ready'), { timeout: 30_000 })
    await play(cable.plant, PLANT, file, 4 * FRAMES, 3000)
    const [code] = await closed
    expect({ code, words }).toEqual({ code: 0, words: 'ready\n' })
    const { health, toldAtTheEnd } = JSON.parse(out)
    expect(health.hearing).toMatchObject({ by: 'ring', interfaces: [{ state: 'up', dropped: 0 }] })
    if (how === 'asked') expect(toldAtTheEnd).toBeGreaterThan(0)
  })
})
