// Kafka: against a broker of the tests that says what brokers say, and against the broker and the consumer of librdkafka.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { kindOf, type Sender } from '@nautilus/integrations'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ownClock } from '../../apps/nautilus/src/outward/clock.ts'
import { type OpenWire, wireOf } from '../../apps/nautilus/src/outward/wire.ts'
import { type BrokerOptions, KafkaBroker } from '../../packages/integrations/test/kafka-broker.ts'
import { event, everyEvent, finding, targetOf } from '../../packages/integrations/test/samples.ts'
import { type Certificate, certificateIn } from './certificate.ts'

const TOPICS = { 'ot.finding.v1': 6, 'ot.incident.v1': 1, 'ot.asset.v1': 1, 'ot.sensor.v1': 1, 'ot.audit.v1': 1 }
const open: (OpenWire | Sender)[] = []
const brokers: KafkaBroker[] = []
let folder = ''
let certificate: Certificate

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-kafka-'))
  certificate = certificateIn(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
  for (const broker of brokers.splice(0)) await broker.end()
})

async function broker(options: Partial<BrokerOptions> = {}): Promise<KafkaBroker> {
  const made = await new KafkaBroker({ topics: TOPICS, ...options }).start()
  brokers.push(made)
  return made
}

function sender(port: number, more: Record<string, string> = {}, allowPrivate = true): Sender {
  const settings = {
    ...{ servers: `127.0.0.1:${port}`, tls: 'false', mechanism: 'none', topic: 'ot.{topic}.v1', body: 'json' },
    ...{ compression: 'gzip', maxBytes: '1000000', idempotent: 'true', ...more },
  }
  const clock = { ...ownClock, pause: async () => {} }
  const wire = wireOf(settings, {
    rules: { allowPrivate },
    agent: 'test/1',
    clock,
    signal: new AbortController().signal,
  })
  const made = kindOf('kafka')!.open(targetOf(settings, { wire }))
  open.push(wire, made)
  return made
}

/** So many events of so many findings in turn. */
const many = (count: number, objects = 20, from = 0) =>
  Array.from({ length: count }, (_, index) => {
    const number = from + index
    const id = `f-${number % objects}`
    return event(number, { object: id, finding: { ...finding, id, count: number } })
  })
const countsIn = (kept: readonly { value: string }[]) =>
  kept.map(({ value }) => JSON.parse(value).finding.count as number)

test('every topic has its own, under the key of its object, with what CloudEvents asks', async () => {
  const there = await broker()
  const answer = await sender(there.port).send(everyEvent)
  expect(answer).toMatchObject({ rest: null, refused: [] })
  expect(answer.delivered.toSorted()).toEqual(everyEvent.map(({ position }) => position))
  expect(there.acks).toBe(-1)
  const [first] = there.all.filter(({ headers }) => headers.ce_type === 'ot.finding.opened')
  expect(first).toMatchObject({
    key: 'f-0312',
    at: Math.floor(everyEvent[0]!.at / 1000),
    headers: {
      ce_specversion: '1.0',
      ce_id: everyEvent[0]!.id,
      ce_source: '/nautilus/acme/plant-7',
      'content-type': 'application/json',
    },
  })
  expect(JSON.parse(first!.value)).toMatchObject({ finding: { id: 'f-0312', rule: 'program-download' } })
  expect(there.logs.get('ot.audit.v1-0')).toHaveLength(1)
})

test('what is told of one finding is in one partition, in order; others are spread', async () => {
  const there = await broker()
  const answer = await sender(there.port).send(many(500))
  expect(answer.delivered).toHaveLength(500)
  expect(there.logs.size).toBeGreaterThan(2)
  for (const log of there.logs.values())
    for (const key of new Set(log.map(each => each.key))) {
      const counts = countsIn(log.filter(each => each.key === key))
      expect(counts).toEqual(counts.toSorted((a, b) => a - b))
      expect(counts).toHaveLength(25)
    }
})

test('an answer that was lost makes no second record; one that came to nothing is sent again', async () => {
  const there = await broker({ topics: { 'ot.finding.v1': 1 } })
  there.faults.push('break-after')
  const to = sender(there.port)
  expect((await to.send(many(10))).delivered).toHaveLength(10)
  there.faults.push('break-before', { code: 6 }, { code: 7 })
  expect((await to.send(many(10, 20, 10))).delivered).toHaveLength(10)
  expect(countsIn(there.all)).toEqual(Array.from({ length: 20 }, (_, count) => count))
})

test('without idempotence the same fault makes two, under the same id', async () => {
  const there = await broker({ topics: { 'ot.finding.v1': 1 } })
  there.faults.push('break-after')
  expect((await sender(there.port, { idempotent: 'false' }).send(many(3))).delivered).toHaveLength(3)
  expect(there.all).toHaveLength(6)
  expect(new Set(there.all.map(({ headers }) => headers.ce_id)).size).toBe(3)
})

test('a broker that forgot the producer gets a new one', async () => {
  const there = await broker({ topics: { 'ot.finding.v1': 1 } })
  const to = sender(there.port)
  await to.send(many(5))
  there.forgetProducers()
  expect((await to.send(many(5, 20, 5))).delivered).toHaveLength(5)
  expect(there.all).toHaveLength(10)
})

test('batches are as large as messages may be; an event that is larger is refused alone', async () => {
  const there = await broker({ topics: { 'ot.finding.v1': 1 }, largest: 20_000 })
  const huge = event(900, { finding: { ...finding, why: 'x'.repeat(30_000) } })
  const answer = await sender(there.port, { maxBytes: '20000', compression: 'none' }).send([...many(100), huge])
  expect(answer.delivered).toHaveLength(100)
  expect(answer.refused).toEqual([{ position: 900, why: expect.stringMatching(/^The event has \d+ bytes/) }])
  // The broker takes less than people wrote.
  const less = await broker({ topics: { 'ot.finding.v1': 1 }, largest: 500 })
  expect((await sender(less.port).send(many(2))).rest).toMatchObject({
    kind: 'smaller',
    why: expect.stringContaining('MESSAGE_TOO_LARGE'),
  })
})

test('a topic that is missing, and one that is not ours to write, wait for a person', async () => {
  const there = await broker({ topics: { 'ot.finding.v1': 1 } })
  expect((await sender(there.port, { topic: 'nowhere' }).send(many(1))).rest).toEqual({
    kind: 'fault',
    why: 'nowhere: UNKNOWN_TOPIC_OR_PARTITION. The topic is not there: make it, or let the brokers make topics.',
  })
  there.denied.add('ot.finding.v1')
  expect((await sender(there.port).send(many(1))).rest).toMatchObject({
    kind: 'fault',
    about: 'credentials',
    why: expect.stringContaining('TOPIC_AUTHORIZATION_FAILED'),
  })
  there.mayBeIdempotent = false
  expect((await sender(there.port).send(many(1))).rest?.why).toContain('switch idempotence off here')
})

const users = { nautilus: 'the right one', 'a=b,c': 'ümläut' }

test.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])('signs in by %s over TLS', async mechanism => {
  const there = await broker({ users, tls: certificate })
  const safe = { tls: 'true', ca: certificate.cert, mechanism, servers: `localhost:${there.port}` }
  for (const [user, password] of Object.entries(users))
    expect(await sender(there.port, { ...safe, user, password }).send(many(1))).toMatchObject({ rest: null })
  expect((await sender(there.port, { ...safe, user: 'nautilus', password: 'wrong' }).send(many(1))).rest).toMatchObject(
    {
      kind: 'fault',
      about: 'credentials',
      why: expect.stringContaining('User or password are wrong.'),
    },
  )
})

test('a mechanism that brokers do not take is told with those that they take', async () => {
  const there = await broker({ users, mechanisms: ['SCRAM-SHA-512'] })
  const wrong = { mechanism: 'SCRAM-SHA-256', user: 'nautilus', password: 'the right one' }
  expect((await sender(there.port, wrong).send(many(1))).rest?.why).toContain('They take SCRAM-SHA-512.')
})

test('a certificate of somebody else, a broker without TLS and an address that is not for us are told apart', async () => {
  const there = await broker({ tls: certificate })
  const plain = await broker()
  const at = { servers: `localhost:${there.port}`, tls: 'true' }
  expect((await sender(there.port, at).send(many(1))).rest).toMatchObject({ kind: 'fault', about: 'certificate' })
  expect(
    (await sender(plain.port, { servers: `localhost:${plain.port}`, tls: 'true' }).send(many(1))).rest,
  ).toMatchObject({
    kind: 'retry',
  })
  expect((await sender(plain.port, { tls: 'true' }, false).send(many(1))).rest).toMatchObject({
    kind: 'fault',
    about: 'address',
  })
  const { port } = plain
  await brokers.pop()!.end()
  expect((await sender(port).send(many(1))).rest).toMatchObject({ kind: 'retry', about: 'address' })
})

test('a broker that the cluster names is held against the rules for addresses too', async () => {
  const there = await broker({ advertised: '169.254.169.254' })
  expect((await sender(there.port).send(many(1))).rest).toMatchObject({
    ...{ kind: 'fault', about: 'address', why: expect.stringContaining('169.254.169.254') },
  })
})

test('what is no broker is told as such', async () => {
  const { serve } = await import('../../packages/integrations/test/served.ts')
  const web = await serve(() => ({ status: 200 }))
  try {
    const answer = await sender(Number(new URL(web.url).port)).send(many(1))
    expect(answer.rest).toMatchObject({ kind: 'retry', why: expect.stringContaining('is this a Kafka broker?') })
  } finally {
    await web.end()
  }
})

const run = promisify(execFile)
const isMissing = spawnSync('kcat', ['-V']).error !== undefined

test.skipIf(isMissing)(
  'the broker of librdkafka takes it, and its consumer reads it',
  { timeout: 60_000 },
  async () => {
    const cluster: ChildProcess = spawn(
      'kcat',
      ['-P', '-t', 'unused', '-b', 'x:1', '-X', 'test.mock.num.brokers=3', '-d', 'mock'],
      { stdio: ['pipe', 'ignore', 'pipe'] },
    )
    try {
      let said = ''
      const servers = await new Promise<string>((resolve, reject) => {
        cluster.stderr!.on('data', piece => {
          said += piece
          const [, found] = /bootstrap\.servers=(\S+)/.exec(said) ?? []
          if (found) resolve(found)
        })
        cluster.once('error', reject)
      })
      const to = sender(0, { servers })
      expect((await to.send(many(300))).rest).toBeNull()
      expect((await to.send(many(300, 20, 300))).delivered).toHaveLength(300)
      const args = [
        '-C',
        '-t',
        'ot.finding.v1',
        '-b',
        servers,
        '-e',
        '-q',
        '-X',
        'check.crcs=true',
        '-f',
        '%p|%k|%h|%s\n',
      ]
      const { stdout } = await run('kcat', args, { maxBuffer: 64 << 20 })
      const rows = stdout
        .trimEnd()
        .split('\n')
        .map(line => {
          const [partition = '', key = '', headers = '', ...value] = line.split('|')
          return { partition, key, headers, value: value.join('|') }
        })
      expect(countsIn(rows).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, count) => count))
      for (const key of new Set(rows.map(each => each.key))) {
        const own = rows.filter(each => each.key === key)
        expect(new Set(own.map(({ partition }) => partition)).size).toBe(1)
        expect(countsIn(own)).toEqual(countsIn(own).toSorted((a, b) => a - b))
      }
      expect(rows[0]!.headers).toContain('ce_specversion=1.0')
      // Another producer, told to choose as Kafka's own does, chooses the same partitions.
      const producer = spawn('kcat', [
        '-P',
        '-t',
        'ot.finding.v1',
        '-b',
        servers,
        '-K',
        '|',
        '-X',
        'topic.partitioner=murmur2',
      ])
      producer.stdin.end(
        rows
          .slice(0, 20)
          .map(({ key }) => `${key}|theirs`)
          .join('\n'),
      )
      await new Promise(done => producer.once('close', done))
      const again = await run('kcat', args, { maxBuffer: 64 << 20 })
      const placed = again.stdout
        .trimEnd()
        .split('\n')
        .filter(line => line.endsWith('|theirs'))
      expect(placed.length).toBeGreaterThan(0)
      for (const line of placed) {
        const [partition, key] = line.split('|')
        expect(rows.find(each => each.key === key)?.partition, key).toBe(partition)
      }
    } finally {
      cluster.kill()
    }
  },
)
