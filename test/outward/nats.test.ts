// NATS: against the server itself, with streams, accounts, TLS and permissions.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect as connectNats, type NatsConnection } from '@nats-io/transport-node'
import { kindOf, type Sender } from '@nautilus/integrations'
import { newBusKeys, ownCredentials } from '@nautilus/nats'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ownClock } from '../../apps/nautilus/src/outward/clock.ts'
import { type OpenWire, wireOf } from '../../apps/nautilus/src/outward/wire.ts'
import { event, everyEvent, finding, targetOf } from '../../packages/integrations/test/samples.ts'
import { type Certificate, certificateIn } from './certificate.ts'

const isMissing = spawnSync('nats-server', ['--version']).error !== undefined
let folder = ''
let certificate: Certificate
let plain: Server
let safe: Server
let nc: NatsConnection
const open: (OpenWire | Sender)[] = []

type Server = { readonly port: number; readonly process: ChildProcess }

async function start(name: string, config: string): Promise<Server> {
  const file = join(folder, `${name}.conf`)
  writeFileSync(file, `listen: 127.0.0.1:-1\njetstream { store_dir: "${join(folder, name)}" }\n${config}`)
  const process = spawn('nats-server', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  const port = await new Promise<number>((resolve, reject) => {
    process.stderr!.on('data', piece => {
      said += piece
      const [, found] = /client connections on 127\.0\.0\.1:(\d+)/.exec(said) ?? []
      if (found && said.includes('Server is ready')) resolve(Number(found))
    })
    process.once('exit', () => reject(new Error(said)))
  })
  return { port, process }
}

beforeAll(async () => {
  if (isMissing) return
  folder = mkdtempSync(join(tmpdir(), 'nautilus-nats-'))
  certificate = certificateIn(folder)
  plain = await start('plain', 'max_payload: 65536')
  const users = `users: [
    { user: all, password: right, permissions: { publish: ">", subscribe: ">" } }
    { user: little, password: right, permissions: { publish: "other.>", subscribe: "_INBOX.>" } } ]`
  safe = await start(
    'safe',
    `tls { cert_file: "${certificate.certFile}", key_file: "${certificate.keyFile}" }\nauthorization { ${users} }`,
  )
  nc = await connectNats({ servers: `127.0.0.1:${plain.port}` })
  await (await jetstreamManager(nc)).streams.add({ name: 'OT', subjects: ['ot.>'], max_msg_size: 32_768 })
}, 60_000)
afterAll(async () => {
  if (isMissing) return
  await nc.close()
  for (const { process } of [plain, safe]) {
    process.kill()
    await once(process, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

function sender(port: number, more: Record<string, string> = {}, allowPrivate = true): Sender {
  const settings = {
    servers: `localhost:${port}`,
    tls: 'false',
    subject: 'ot.{tenant}.{site}.{topic}.{kind}',
    body: 'json',
    ...more,
  }
  const wire = wireOf(settings, {
    rules: { allowPrivate },
    agent: 'test/1',
    clock: ownClock,
    signal: new AbortController().signal,
  })
  const made = kindOf('nats')!.open(targetOf(settings, { wire }))
  open.push(made, wire)
  return made
}

async function kept(): Promise<{ subject: string; id: string; type: string; body: { finding?: { count: number } } }[]> {
  const consumer = await jetstream(nc).consumers.get('OT')
  const out = []
  for await (const message of await consumer.fetch({ max_messages: 5000, expires: 1000 }))
    out.push({
      subject: message.subject,
      id: message.headers?.get('Nats-Msg-Id') ?? '',
      type: message.headers?.get('ce-type') ?? '',
      body: message.json<{ finding?: { count: number } }>(),
    })
  return out
}
const empty = async () => (await jetstreamManager(nc)).streams.purge('OT')

test.skipIf(isMissing)('every event is on its subject, and again makes no second', async () => {
  await empty()
  const to = sender(plain.port)
  expect(await to.send(everyEvent)).toMatchObject({ rest: null, refused: [] })
  expect((await to.send(everyEvent)).delivered).toHaveLength(everyEvent.length)
  // Another process, after it was killed.
  expect((await sender(plain.port).send(everyEvent)).delivered).toHaveLength(everyEvent.length)
  const all = await kept()
  expect(all.map(({ id }) => id).toSorted()).toEqual(everyEvent.map(({ id }) => id).toSorted())
  expect(all.find(({ id }) => id === everyEvent[0]!.id)).toMatchObject({
    subject: 'ot.acme.plant-7.finding.opened',
    type: 'ot.finding.opened',
  })
  expect(all.find(({ type }) => type === 'ot.audit')?.subject).toBe('ot.acme.all.audit.audit')
})

test.skipIf(isMissing)('many are under way, and those of one finding keep their order', async () => {
  await empty()
  const events = Array.from({ length: 2000 }, (_, count) => {
    const id = `f-${count % 40}`
    return event(count, { id: crypto.randomUUID(), object: id, finding: { ...finding, id, count } })
  })
  expect((await sender(plain.port).send(events)).delivered).toHaveLength(2000)
  const counts = (await kept()).map(({ body }) => body.finding!.count)
  expect(counts).toHaveLength(2000)
  for (let rest = 0; rest < 40; rest++) {
    const own = counts.filter(count => count % 40 === rest)
    expect(own).toEqual(own.toSorted((a, b) => a - b))
  }
})

test.skipIf(isMissing)(
  'a subject that no stream takes waits for a person; what is too large is refused alone',
  async () => {
    expect((await sender(plain.port, { subject: 'nobody.{topic}' }).send([event(1)])).rest).toEqual({
      kind: 'fault',
      why: 'No stream takes nobody.finding: make one in JetStream, or change the subject.',
    })
    const sized = (position: number, size: number) =>
      event(position, {
        id: crypto.randomUUID(),
        object: `o-${position}`,
        finding: { ...finding, why: 'x'.repeat(size) },
      })
    const answer = await sender(plain.port).send([sized(1, 10), sized(2, 40_000), sized(3, 100_000)])
    expect(answer.delivered).toEqual([1])
    expect(answer.refused.toSorted((a, b) => a.position - b.position)).toEqual([
      { position: 2, why: expect.stringContaining('message size exceeds maximum allowed') },
      { position: 3, why: expect.stringMatching(/^The event has \d+ bytes, and the server takes 65536/) },
    ])
  },
)

test.skipIf(isMissing)('TLS, users and what they may', async () => {
  const right = { tls: 'true', ca: certificate.cert, user: 'all', password: 'right' }
  const url = `localhost:${safe.port}`
  const there = await connectNats({ servers: url, user: 'all', pass: 'right', tls: { ca: certificate.cert } })
  try {
    await (await jetstreamManager(there)).streams.add({ name: 'OT', subjects: ['ot.>'] })
  } finally {
    await there.close()
  }
  expect(await sender(safe.port, right).send([event(1)])).toMatchObject({ delivered: [1], rest: null })
  expect((await sender(safe.port, { ...right, password: 'wrong' }).send([event(1)])).rest).toMatchObject({
    ...{ kind: 'fault', about: 'credentials', why: expect.stringContaining('Authorization Violation') },
  })
  expect((await sender(safe.port, { ...right, user: 'little' }).send([event(1)])).rest).toMatchObject({
    ...{ kind: 'fault', about: 'credentials', why: expect.stringContaining('Permissions Violation') },
  })
  expect((await sender(safe.port, { ...right, ca: '' }).send([event(1)])).rest).toMatchObject({
    ...{ kind: 'fault', about: 'certificate' },
  })
  expect((await sender(safe.port, { user: 'all', password: 'right' }).send([event(1)])).rest).toMatchObject({
    ...{ kind: 'fault', why: expect.stringContaining('wants TLS') },
  })
})

test.skipIf(isMissing)(
  'a file of credentials signs in, whole or with its lines joined; a server without TLS is told nothing',
  async () => {
    const keys = newBusKeys()
    const { startBusServers, ensureStreams, openBus } = await import('@nautilus/nats')
    const [server] = await startBusServers(keys, join(folder, 'bus'))
    try {
      const credentials = await ownCredentials(keys, 'test')
      const bus = await openBus({ servers: [server!.url], credentials, name: 'test' })
      await ensureStreams(bus, { replicas: 1, bytes: 10_000_000 })
      const { streams } = await jetstreamManager(bus)
      await streams.add({ name: 'OT', subjects: ['ot.>'] })
      const port = Number(new URL(server!.url).port)
      for (const file of [credentials, credentials.replaceAll(/\s*\n\s*/g, '')])
        expect(await sender(port, { credentials: file }).send([event(1)])).toMatchObject({ delivered: [1], rest: null })
      const other = await ownCredentials(newBusKeys(), 'test')
      expect((await sender(port, { credentials: other }).send([event(1)])).rest).toMatchObject({ about: 'credentials' })
      await bus.close()
    } finally {
      await server!.stop()
    }
    // It offers no TLS: the handshake fails, and no password was said.
    expect((await sender(plain.port, { tls: 'true', user: 'a', password: 'b' }).send([event(1)])).rest?.kind).toBe(
      'retry',
    )
    expect((await sender(plain.port, {}, false).send([event(1)])).rest).toMatchObject({
      kind: 'fault',
      about: 'address',
    })
  },
)

test.skipIf(isMissing)('a server that goes and comes again', async () => {
  const server = await start('coming', '')
  const at = `127.0.0.1:${server.port}`
  const first = await connectNats({ servers: at })
  await (await jetstreamManager(first)).streams.add({ name: 'OT', subjects: ['ot.>'] })
  await first.close()
  const to = sender(server.port)
  expect((await to.send([event(1)])).delivered).toEqual([1])
  server.process.kill()
  await once(server.process, 'exit')
  expect((await to.send([event(2)])).rest?.kind).toBe('retry')
  const again = spawn('nats-server', ['-c', join(folder, 'coming.conf'), '-p', String(server.port)], {
    stdio: 'ignore',
  })
  try {
    await reached(server.port)
    let answer = await to.send([event(2)])
    // JetStream is there a moment after the port.
    for (let tries = 0; tries < 50 && answer.rest; tries++) answer = await to.send([event(2)])
    expect(answer.delivered).toEqual([2])
  } finally {
    again.kill()
    await once(again, 'exit')
  }
})

async function reached(port: number): Promise<void> {
  for (;;) {
    const isThere = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isThere) return
  }
}
