// The bus on real servers of NATS: order, what comes again, what is missing, who may do what.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { credsAuthenticator } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { authenticatorOf } from '../src/authenticator.ts'
import {
  answer,
  ask,
  type BusServer,
  batchSubject,
  type Delivered,
  ensureStreams,
  inboxOf,
  isSignedBy,
  issuerOf,
  Missing,
  type NatsConnection,
  NoBus,
  Nobody,
  newBusKeys,
  type Outgoing,
  openBus,
  ownCredentials,
  packedSubject,
  packetsSubject,
  partitionOf,
  placeOfSubject,
  publish,
  type SensorPlace,
  sensorCredentials,
  settingsSubject,
  signAs,
  startBusServers,
  TIME,
  TooMuch,
  takePartition,
  tellRevoked,
} from '../src/index.ts'

const keys = newBusKeys()
const folder = mkdtempSync(join(tmpdir(), 'nautilus-bus-'))
let server: BusServer
let nc: NatsConnection
let credentials: string

const open = (text: string, more = {}) => openBus({ servers: [server.url], credentials: text, name: 'test', ...more })

beforeAll(async () => {
  ;[server] = (await startBusServers(keys, folder)) as [BusServer]
  credentials = await ownCredentials(keys, 'test')
  nc = await open(credentials)
  await ensureStreams(nc, { replicas: 1, bytes: 100_000_000 })
}, 60_000)
afterAll(async () => {
  await nc.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const placeOf = (site: string, sensor = 's1'): SensorPlace => ({ tenant: 'main', site, sensor })
const out = (seq: number, more: Partial<Outgoing> = {}): Outgoing => ({
  ...{ epoch: 'e1', seq, oldest: seq, file: null, taught: false, health: null, body: Buffer.from(`body ${seq}`) },
  ...more,
})

/** A worker of one site that takes each stream without gaps, as the real one does. */
async function working(site: string, fails: (seq: number) => boolean = () => false, own = nc) {
  const taken: string[] = []
  const newest = new Map<string, number>()
  const asides: string[] = []
  const store = async ({ place, batch }: Delivered, lost: boolean) => {
    const stream = `${place.sensor} ${batch.epoch}`
    const expected = (newest.get(stream) ?? 0) + 1
    if (batch.seq < expected) return
    if (batch.seq > expected && !lost) throw new Missing('gap', expected)
    if (fails(batch.seq)) throw new Error('the store is away')
    newest.set(stream, batch.seq)
    taken.push(`${stream} ${batch.seq} ${Buffer.from(batch.body)}`)
  }
  const taking = await takePartition({
    ...{ nc: own, partition: partitionOf(placeOf(site)), store },
    onAside: (subject, why) => asides.push(`${subject}: ${why}`),
    onTrouble: () => {},
  })
  return { taken, asides, taking, newest }
}

const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 20 })

test('names of any kind are one word of a subject, and come back', () => {
  for (const name of ['a', 'a.b', 'a*', '>', 'ä ö', 'a/b%2E'])
    expect(placeOfSubject(batchSubject(placeOf('site', name)))).toEqual(placeOf('site', name))
  expect(placeOfSubject('nautilus.batch.99.main.site.s1')).toBeNull()
  expect(placeOfSubject('nautilus.batch.1.main')).toBeNull()
})

test('batches come in order, once, and what fails comes again in its place', async () => {
  const place = placeOf('order')
  let failures = 5
  const { taken, taking } = await working('order', seq => seq === 3 && failures-- > 0)
  const all = [1, 2, 3, 4, 5, 6].map(seq => out(seq))
  expect(await publish(nc, place, all)).toEqual({ acknowledged: 6, trouble: null })
  // The same again, as after a lost acknowledgement.
  await publish(nc, place, all.slice(3))
  await soon(() => expect(taken).toEqual(all.map(({ seq }) => `s1 e1 ${seq} body ${seq}`)))
  await soon(() => expect(taking.held).toBe(0))
  await taking.stop()
})

test('a new holder is given what the one before it gave back, and what it was killed with', async () => {
  const place = placeOf('moved')
  const before = await working('moved', seq => seq > 2)
  await publish(
    nc,
    place,
    [1, 2, 3, 4, 5].map(seq => out(seq)),
  )
  await soon(() => expect([before.taken.length, before.taking.held]).toEqual([2, 3]))
  await before.taking.stop()
  const connection = await open(credentials)
  const next = await working('moved', seq => seq > 3, connection)
  next.newest.set('s1 e1', 2)
  await soon(() => expect(next.taken).toHaveLength(1))
  // At least: what was given back may come more than once.
  await soon(() => expect(next.taking.held).toBeGreaterThanOrEqual(2))
  // It says nothing any more, not even that.
  await connection.close()
  const after = await working('moved')
  after.newest.set('s1 e1', 3)
  await soon(() => expect(after.taken.map(text => text.split(' ')[2])).toEqual(['4', '5']))
  await after.taking.stop()
  await next.taking.stop()
})

test('a partition that a version before this one had is taken over, with what waits in it', async () => {
  const place = placeOf('older')
  const partition = partitionOf(place)
  const { jetstreamManager } = await import('@nats-io/jetstream')
  const { consumers } = await jetstreamManager(nc)
  await consumers.delete('NAUTILUS', `p${partition}`).catch(() => {})
  const filter_subject = `nautilus.batch.${partition}.>`
  await consumers.add('NAUTILUS', { durable_name: `p${partition}-t7`, filter_subject, ack_policy: 'explicit' })
  await publish(nc, place, [out(1)])
  const { taken, taking } = await working('older')
  await soon(() => expect(taken).toHaveLength(1))
  await taking.stop()
})

test('waits for a batch that the sensor still has, and steps over one that nobody has', async () => {
  const place = placeOf('gaps')
  const { taken, taking } = await working('gaps')
  await publish(nc, place, [out(1), out(3, { oldest: 2 }), out(4, { oldest: 2 })])
  await soon(() => expect(taking.held).toBe(2))
  // It comes behind the others.
  await publish(nc, place, [out(2)])
  await soon(() => expect(taken).toHaveLength(4))
  expect(taken.map(text => text.split(' ')[2])).toEqual(['1', '2', '3', '4'])
  await publish(nc, place, [out(7, { oldest: 7 }), out(8, { oldest: 7 })])
  await soon(() => expect(taken.map(text => text.split(' ')[2])).toEqual(['1', '2', '3', '4', '7', '8']))
  await taking.stop()
})

test('what no batch can be made of is set aside, kept and told; what is behind it goes on', async () => {
  const place = placeOf('aside')
  const { taken, asides, taking } = await working('aside')
  await nc.request(batchSubject(place), 'no headers at all')
  await publish(nc, place, [out(1)])
  await soon(() => expect(taken).toHaveLength(1))
  expect(asides).toEqual([`${batchSubject(place)}: the header Nautilus-Epoch is no name of a run of a sensor`])
  const { jetstream } = await import('@nats-io/jetstream')
  const kept = await (await jetstream(nc).streams.get('NAUTILUS_ASIDE')).getMessage({ seq: 1 })
  expect(kept?.string()).toBe('no headers at all')
  await taking.stop()
})

test('questions and answers may be larger than a message, and nobody waits for nobody', async () => {
  await expect(ask(nc, 'nautilus.ask.nowhere', new Uint8Array(1))).rejects.toThrow(Nobody)
  const subscription = answer(
    nc,
    'nautilus.ask.test',
    async bytes => Buffer.concat([bytes, bytes]),
    () => {},
  )
  const question = Buffer.alloc(20_000_000, 'abcdefg')
  expect(Buffer.compare(await ask(nc, 'nautilus.ask.test', question), Buffer.concat([question, question]))).toBe(0)
  expect(await ask(nc, 'nautilus.ask.test', new Uint8Array(0))).toHaveLength(0)
  subscription.unsubscribe()
})

describe('a sensor', () => {
  const own = placeOf('fenced', 'mine')
  const other = placeOf('fenced', 'other')
  let text: string
  let key: string
  beforeAll(async () => {
    ;({ text, key } = await sensorCredentials(keys, own))
  })

  test('may publish its own batches, ask the time and its settings, and nothing else', async () => {
    const responder = answerWith('yes', settingsSubject(own), settingsSubject(other), TIME)
    const mine = await open(text, { inbox: inboxOf(own) })
    expect(await publish(mine, own, [out(1)])).toMatchObject({ acknowledged: 1 })
    expect((await mine.request(settingsSubject(own))).string()).toBe('yes')
    expect((await mine.request(TIME)).string()).toBe('yes')
    expect(await refusedBy(mine, batchSubject(other))).toMatch(/permissions violation/i)
    expect(await refusedBy(mine, settingsSubject(other))).toMatch(/permissions violation/i)
    for (const subject of ['$JS.API.STREAM.INFO.NAUTILUS', '$JS.API.STREAM.MSG.GET.NAUTILUS', 'nautilus.ask.1'])
      expect(await refusedBy(mine, subject)).toMatch(/permissions violation/i)
    for (const subject of ['nautilus.>', '>', '_INBOX.>', `${inboxOf(other)}.>`, batchSubject(own)])
      expect(await deafTo(mine, subject)).toMatch(/permissions violation/i)
    const { acknowledged, trouble } = await publish(mine, other, [out(1)])
    expect([acknowledged, String(trouble)]).toEqual([0, expect.stringMatching(/permission/i)])
    responder()
    await mine.close()
  })

  test('hears what is asked of its own packets and answers that, and nobody else does', async () => {
    const theirs = (await sensorCredentials(keys, other)).text
    const [mine, stranger] = [await open(text, { inbox: inboxOf(own) }), await open(theirs, { inbox: inboxOf(other) })]
    const reply = packedSubject(own, 'q1')
    // Whoever is not asked hears nothing, neither the question nor the answer.
    for (const subject of [packetsSubject(own), 'nautilus.packets.>', packedSubject(own, '*'), reply])
      expect(await deafTo(stranger, subject)).toMatch(/permissions violation/i)
    // Whoever says the name of another is not heard, and nobody but the platform asks.
    for (const subject of [reply, packetsSubject(own), packetsSubject(other)])
      expect(await refusedBy(stranger, subject)).toMatch(/permissions violation/i)
    expect(await refusedBy(mine, packetsSubject(own))).toMatch(/permissions violation/i)
    expect(await deafTo(mine, packedSubject(own, '*'))).toMatch(/permissions violation/i)

    await expect(ask(nc, packetsSubject(own), Buffer.from('?'), { reply })).rejects.toThrow(Nobody)
    const troubles: unknown[] = []
    const large = Buffer.alloc(1_000_000, 'packets ')
    const heard = answer(
      mine,
      packetsSubject(own),
      async question => Buffer.concat([question, large]),
      error => troubles.push(error),
      { part: 64 * 1024 },
    )
    await mine.flush()
    expect(await ask(nc, packetsSubject(own), Buffer.from('?'), { reply })).toHaveLength(large.length + 1)
    const small = ask(nc, packetsSubject(own), Buffer.from('?'), { reply, most: 500_000 })
    await expect(small).rejects.toThrow('more than 500000 bytes')
    expect(troubles).toEqual([])
    heard.unsubscribe()
    // Whoever only says that it works is not waited for without end.
    const busy = answer(
      mine,
      packetsSubject(own),
      () => new Promise(() => {}),
      () => {},
    )
    await mine.flush()
    const slow = ask(nc, packetsSubject(own), Buffer.from('?'), { reply, within: 200 })
    await expect(slow).rejects.toThrow(TooMuch)
    busy.unsubscribe()
    await Promise.all([mine.close(), stranger.close()])
  })

  test('that was revoked is out at once, and does not come in again', async () => {
    const mine = await open(text, { inbox: inboxOf(own) })
    const closed = Promise.withResolvers<string>()
    void (async () => {
      for await (const status of mine.status()) if (status.type !== 'ping') closed.resolve(status.type)
    })()
    await tellRevoked(keys, { servers: [server.url] }, { [key]: Math.floor(Date.now() / 1000) })
    expect(await closed.promise).toMatch(/error|disconnect/)
    await mine.close()
    await expect(open(text, { inbox: inboxOf(own) })).rejects.toThrow('revoked')
    const still = await open((await sensorCredentials(keys, other)).text, { inbox: inboxOf(other) })
    await still.close()
  })

  test('trusts what the platform signed and nothing else', () => {
    const signed = signAs(keys, 'settings')
    expect(isSignedBy(issuerOf(text), 'settings', signed)).toBe(true)
    expect(isSignedBy(issuerOf(text), 'settings!', signed)).toBe(false)
    expect(isSignedBy(issuerOf(text), 'settings', signAs(newBusKeys(), 'settings'))).toBe(false)
    expect(() => issuerOf('nonsense')).toThrow('no credentials file')
  })
})

test('no server, and credentials of another installation, are told in a sentence', async () => {
  await expect(openBus({ servers: ['nats://127.0.0.1:1'], credentials, name: 'x' })).rejects.toThrow(NoBus)
  await expect(open(await ownCredentials(newBusKeys(), 'x'))).rejects.toThrow('another installation')
})

test('what was acknowledged outlives a server that is killed', async () => {
  const place = placeOf('killed')
  await publish(
    nc,
    place,
    [1, 2, 3].map(seq => out(seq)),
  )
  await server.kill()
  expect((await publish(nc, place, [out(4)])).acknowledged).toBe(0)
  await server.again()
  await soon(async () => expect((await publish(nc, place, [out(4)])).acknowledged).toBe(1))
  const { taken, taking } = await working('killed')
  await soon(() => expect(taken.map(text => text.split(' ')[2])).toEqual(['1', '2', '3', '4']))
  await taking.stop()
}, 60_000)

function answerWith(text: string, ...subjects: string[]): () => void {
  const all = subjects.map(subject => nc.subscribe(subject, { callback: (_, message) => void message.respond(text) }))
  return () => {
    for (const one of all) one.unsubscribe()
  }
}

const refusedBy = (mine: NatsConnection, subject: string) =>
  mine.request(subject, '{}', { timeout: 3000 }).then(
    () => 'it was answered',
    (error: Error) => `${error.message} ${error.cause ?? ''}`,
  )

const deafTo = (mine: NatsConnection, subject: string): Promise<string> =>
  new Promise(resolve => {
    mine.subscribe(subject, { callback: error => resolve(String(error)) })
    void mine.flush()
  })

test('whoever connects signs as the library does, and what is no credentials file is refused', async () => {
  const nonce = 'a nonce of the server'
  const own = authenticatorOf(credentials)
  const theirs = credsAuthenticator(new TextEncoder().encode(credentials))
  expect(own(nonce)).toEqual({ jwt: expect.any(String), sig: expect.any(String) })
  expect(theirs(nonce)).toMatchObject(own(nonce) as object)
  const [first = ''] = credentials.split('------END NATS USER JWT------')
  for (const text of ['', 'nonsense', first, credentials.replace(/\nSU/, '\nSA')])
    expect(() => authenticatorOf(text)).toThrow()
})
