// Packets of findings that lie at a sensor of another machine: a real bus, a real ring, real commands that are killed.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import {
  ask,
  batchSubject,
  inboxOf,
  openBus,
  packedSubject,
  packetsSubject,
  STREAM,
  sensorCredentials,
} from '@nautilus/nats'
import { flowsOf } from '@nautilus/ring'
import { encodePcap, type Frame, plantFrames, type Story } from '@nautilus/simulator'
import { addEnrolment, asTenant, ensureSite, ensureTenant, evidenceOf, packetQuestionOf } from '@nautilus/store'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { answerBytes, openAnswer } from '../../src/sensor/packet-answer.ts'
import { MOST_PACKETS, type PacketQuestion, questionText } from '../../src/sensor/packet-question.ts'
import { type Installation, newInstallation, type Process } from '../platform/installation.ts'

const [tenant, site] = ['main', 'far-away']
const TOKEN = 'ne_a-token-of-the-test-that-works-once'
const KEY = '0123456789abcdef0123456789abcdef'
/** µs of one run of the plant, and between two. */
const [SECONDS, STEP] = [120, 3600e6]

let all: Installation
let platform: Process
let listener: Process
let port = 0
let name: { tenant: string; site: string; sensor: string }
let began = 0

const inTenant = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(all.stores.state.db, tenant, use)
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 60_000, interval: 50 })
const data = () => join(all.folder, 'sensor')

beforeAll(async () => {
  all = await newInstallation()
  await ensureTenant(all.stores.state.db, tenant, 'Test')
  await inTenant(async scoped => {
    await ensureSite(scoped, tenant, { id: site, name: site })
    const expires = new Date(Date.now() + 3_600_000)
    const tokenHash = createHash('sha256').update(TOKEN).digest('hex')
    await addEnrolment(scoped, { tenant, site, tokenHash, name: 'Hall 3', by: 'test', expires })
  })
  platform = await hub()
  const url = /http:\/\/localhost:\d+/.exec(platform.words())![0]
  const enrol = all.run(['sensor', 'enrol', '--url', url, '--token', TOKEN, '--data', data()])
  expect([await enrol.ended, enrol.words()]).toEqual([0, expect.any(String)])
  const { sensor: id } = JSON.parse(readFileSync(join(data(), 'sensor.json'), 'utf8'))
  name = { tenant, site, sensor: id }
  port = await freePort()
  began = Math.floor(Date.now() / 1000) * 1e6 - 12 * STEP
}, 120_000)
afterAll(() => all.end(), 60_000)

async function hub(): Promise<Process> {
  const started = all.run(['up', '--data', join(all.folder, 'platform'), '--port', '0', '--empty', '--ring', '0'])
  await started.said('http')
  return started
}

/** Listens for captures over TCP: its ring is that of any live sensor. */
async function sensor(megabytes = 64): Promise<Process> {
  const file = join(all.folder, 'sensor.yaml')
  const ring = `ring: {size: ${megabytes}, spare: 0}`
  writeFileSync(file, `data: ${data()}\nlisten: 127.0.0.1:${port}\n${ring}\n`)
  const started = all.run(['sensor', 'run', '--config', file], { NAUTILUS_RING_SECRET: KEY })
  await started.said('The sensor is running')
  await soon(() => reached())
  return started
}

const reached = () =>
  new Promise<void>((done, fail) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy()
      done()
    })
    socket.once('error', fail)
  })

const freePort = () =>
  new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number }
      server.close(() => resolve(free))
    })
  })

let runs = 0
let first: Frame[] = []
/** A plant at which something happens: each time something else, in another hour. */
function happening(story: Story): Frame[] {
  const start = began + ++runs * STEP
  return [...plantFrames({ seed: runs, start, seconds: SECONDS, stories: [story] })]
}

/** A connection that stays open, as that of somebody who captures does. */
async function heard(frames: readonly Frame[]): Promise<() => void> {
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('error', () => {})
  for (const piece of encodePcap(frames)) socket.write(piece)
  return () => socket.destroy()
}

const found = () =>
  inTenant(async scoped => {
    const rows = await scoped
      .selectFrom('findings')
      .select(['id', 'rule', 'data', 'last'])
      .where('site', '=', site)
      .orderBy('last', 'desc')
      .execute()
    return rows as { id: string; rule: string; last: number; data: { evidence: { file: string; frames: number[] } } }[]
  })

/** `rule`: of which; any where nobody says. */
const newest = async (before: ReadonlySet<string>, rule?: string) =>
  soon(async () => {
    const fresh = (await found()).find(one => !before.has(one.id) && (rule ?? one.rule) === one.rule)
    expect(fresh).toBeDefined()
    return fresh!
  })
const known = async () => new Set((await found()).map(({ id }) => id))
const questionOf = (finding: string) => inTenant(scoped => packetQuestionOf(scoped, site, finding))
const keptOf = (finding: string) => inTenant(scoped => evidenceOf(scoped, site, finding))
const stateOf = async (finding: string) => (await questionOf(finding))?.state

/** Packets that the sensor had heard when it sent what came last. */
async function onBus(): Promise<number> {
  const manager = await jetstreamManager(all.nc)
  const last = await manager.streams.getMessage(STREAM, { last_by_subj: batchSubject(name) })
  return JSON.parse(decodeURIComponent(last?.header.get('Nautilus-Health') || '{}')).packets
}

const openStates = () =>
  inTenant(scoped =>
    scoped.selectFrom('packet_questions').select('finding').where('state', 'in', ['asked', 'waiting']).execute(),
  )

/** What tshark reads: a line of each packet. */
function linesOf(path: string): string[] {
  const fields = ['frame.time_epoch', 'ip.src', 'ip.dst', 'frame.len'].flatMap(field => ['-e', field])
  return execFileSync('tshark', ['-n', '-r', path, '-T', 'fields', ...fields], { encoding: 'utf8' })
    .trim()
    .split('\n')
}

test('a finding of a remote sensor has its packets in under two seconds, and they are those that were heard', async () => {
  listener = await sensor()
  const frames = happening('controller-stop')
  first = frames
  const before = await known()
  const done = await heard(frames)
  // One that does not grow with what comes after it.
  const { id, data: finding } = await newest(before, 'controller-stop')
  const kept = await soon(async () => {
    const row = await keptOf(id)
    expect(row).not.toBeNull()
    return row!
  })
  // Out of its ring: one that is not in memory is looked for there. The fastest of some, for other work makes any slow.
  const times: number[] = []
  await soon(async () => {
    const at = performance.now()
    expect((await asked({ numbers: [...finding.evidence.frames, 4_000_000] })).kind).toBe('frames')
    times.push(performance.now() - at)
    expect(Math.min(...times)).toBeLessThan(2000)
  })
  await soon(async () => expect(await stateOf(id)).toBe('kept'))
  expect(kept).toMatchObject({ frames: finding.evidence.frames.length, named: finding.evidence.frames.length })
  const path = join(all.folder, 'platform', 'evidence', kept.sha256.slice(0, 2), `${kept.sha256}.pcap`)
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(kept.sha256)
  // The oracle: the same frames of what was sent, written by our own hand.
  const sent = join(all.folder, 'sent.pcap')
  const named = finding.evidence.frames.map(number => frames[number - 1]!)
  writeFileSync(sent, Buffer.concat(Array.from(encodePcap(named), piece => Buffer.from(piece))))
  expect(linesOf(path)).toEqual(linesOf(sent))
  // What the two said around it: of their conversation all that was sent, as tshark finds it.
  const flows = flowsOf(named.map(({ at, bytes }) => ({ at, bytes, link: 1, original: bytes.length })))
  const window = { from: frames[0]!.at, to: frames.at(-1)!.at }
  const around = await asked({ ...window, flows, anyPort: true })
  const pair = linesOf(sent)[0]!.split('\t').slice(1, 3)
  writeFileSync(sent, Buffer.concat(Array.from(encodePcap(frames), piece => Buffer.from(piece))))
  const between = linesOf(sent).filter(line => pair.every(address => line.split('\t').includes(address)))
  expect(around.kind === 'frames' && around.frames.length).toBe(between.length)
  done()
}, 300_000)

test('while the sensor is away the question waits, over a restart of the hub too, and is answered once when it is back', async () => {
  const before = await known()
  // Its batch is on the bus and the hub is away: the sensor dies before anybody can ask it.
  platform.child.kill('SIGKILL')
  await platform.ended
  const second = happening('umas-stop')
  const done = await heard(second)
  // All of it is on the bus, and on the disk of the sensor.
  await soon(async () => expect(await onBus()).toBe(first.length + second.length))
  const [last, none] = [first.length + second.length, 4_000_000]
  await soon(async () => expect((await asked({ numbers: [last, none] })).kind).toBe('frames'))
  listener.child.kill('SIGKILL')
  await listener.ended
  done()
  platform = await hub()
  const { id } = await newest(before)
  await soon(async () => expect(await stateOf(id)).toBe('waiting'))
  expect(await keptOf(id)).toBeNull()
  // The hub dies with the question open; the next one finds it.
  platform.child.kill('SIGKILL')
  await platform.ended
  platform = await hub()
  listener = await sensor()
  const again = await heard(happening('stranger-write'))
  const kept = await soon(async () => {
    const row = await keptOf(id)
    expect(row).not.toBeNull()
    return row!
  })
  await soon(async () => expect(await stateOf(id)).toBe('kept'))
  // Whatever is asked afterwards, it was kept once.
  await soon(async () => expect(await openStates()).toEqual([]))
  expect(await keptOf(id)).toEqual(kept)
  const path = join(all.folder, 'platform', 'evidence', kept.sha256.slice(0, 2), `${kept.sha256}.pcap`)
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(kept.sha256)
  again()
}, 500_000)

test('what is no longer in the window of the sensor is said, with how far it reaches', async () => {
  const before = await known()
  const done = await heard(happening('program-theft'))
  const { id } = await newest(before)
  await soon(async () => expect(await stateOf(id)).toBe('kept'))
  await listener.stop()
  done()
  // The disk of the sensor was lost: it comes back without what it kept.
  rmSync(join(data(), 'ring'), { recursive: true })
  await inTenant(async scoped => {
    await scoped.deleteFrom('evidence').where('finding', '=', id).execute()
    await scoped.updateTable('packet_questions').set({ state: 'waiting' }).where('finding', '=', id).execute()
  })
  await platform.stop()
  platform = await hub()
  listener = await sensor()
  await soon(async () => expect(await stateOf(id)).toBe('gone'))
  expect(await keptOf(id)).toBeNull()
}, 500_000)

const asked = async (more: Partial<PacketQuestion> | Record<string, unknown>) => {
  const epoch = (await found()).map(({ data: d }) => d.evidence.file).at(0) ?? `live:${name.sensor}@x`
  const question = {
    ...{ stream: epoch, from: 0, to: Date.now() * 1000, numbers: null, flows: null, anyPort: false },
    ...{ most: MOST_PACKETS, ...more },
  } as PacketQuestion
  const reply = packedSubject(name, 'test')
  return openAnswer(await ask(all.nc, packetsSubject(name), questionText(question), { reply }), question)
}

test.each([
  ['another sensor', { stream: 'live:other@1', numbers: [1] }, '`stream` is no run of this sensor.'],
  ['everything', {}, 'A question names frames or flows, one of the two.'],
  ['frames without numbers', { numbers: ['all'] }, '`numbers` are numbers of frames.'],
  ['too many bytes', { numbers: [1], most: 1e12 }, `\`most\` is from 1 to ${MOST_PACKETS} bytes.`],
  ['years', { flows: [{ protocol: 6, a: {}, b: {} }] }, 'The window is longer than 6 hours.'],
  [
    'no flows',
    { from: 0, to: 1, flows: [{ protocol: 6, a: {}, b: {} }] },
    '`flows` are pairs of ends with their protocol.',
  ],
])('a sensor refuses a question for %s', async (_, question, why) => {
  expect(await asked(question)).toEqual({ kind: 'refused', why })
  await listener.said(`A question for packets is refused: ${why}`)
})

test('a sensor whose rights are older than the question says so, and what it says for another is not heard', async () => {
  const other = { ...name, sensor: 'another' }
  const { text } = await sensorCredentials(all.keys, other)
  const nc = await openBus({ servers: [all.server.url], credentials: text, name: 'other', inbox: inboxOf(other) })
  const question: PacketQuestion = {
    ...{ stream: `live:${name.sensor}@1`, from: 0, to: 1e15, numbers: [1], flows: null, anyPort: false, most: 1000 },
  }
  const forged = answerBytes({
    kind: 'frames',
    frames: [{ number: 1, at: 5e14, link: 1, original: 60, bytes: new Uint8Array(60) }],
    isCut: false,
  })
  const reply = packedSubject(name, 'test')
  await listener.stop()
  // Nobody answers for a sensor that is away, whoever tries.
  const waiting = ask(all.nc, packetsSubject(name), questionText(question), { reply }).catch(error => error.name)
  nc.publish(reply, forged)
  await nc.flush().catch(() => {})
  expect(await waiting).toBe('Nobody')
  await nc.close()
})

test('a sensor that speaks HTTP asks what is wanted of it, brings it, and is not believed without a look', async () => {
  const row = (await found()).find(({ data: { evidence } }) => evidence.frames.length > 1)!
  const { file, frames } = row.data.evidence
  await inTenant(async scoped => {
    await scoped.deleteFrom('evidence').where('finding', '=', row.id).execute()
    await scoped.updateTable('packet_questions').set({ state: 'waiting' }).where('finding', '=', row.id).execute()
  })
  const url = /http:\/\/localhost:\d+/.exec(platform.words())![0]
  const { key } = JSON.parse(readFileSync(join(data(), 'sensor.json'), 'utf8'))
  const base = `${url}/api/tenants/${tenant}/sites/${site}/sensors/${name.sensor}/packet-questions`
  const call = (path: string, init: RequestInit = {}, bearer = key) =>
    fetch(`${base}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/octet-stream' },
    })
  expect((await call('', {}, 'ns_of-somebody-else')).status).toBe(401)
  const { items } = (await (await call('?wait=5')).json()) as { items: { finding: string; question: PacketQuestion }[] }
  const { question } = items.find(({ finding }) => finding === row.id)!
  expect(question).toMatchObject({ stream: file, numbers: [...frames].sort((a, b) => a - b), flows: null })
  const put = (body: Uint8Array) => call(`/${encodeURIComponent(row.id)}`, { method: 'PUT', body: Buffer.from(body) })
  const frame = (number: number, at = row.last) => ({ number, at, link: 1, original: 60, bytes: new Uint8Array(60) })
  const answer = (...some: ReturnType<typeof frame>[]) => answerBytes({ kind: 'frames', frames: some, isCut: false })
  const told = async (body: Uint8Array) => ((await (await put(body)).json()) as { detail: string }).detail
  expect(await told(Buffer.from('nothing of the kind'))).toContain('it has no head')
  const open = () =>
    inTenant(scoped =>
      scoped.updateTable('packet_questions').set({ state: 'waiting' }).where('finding', '=', row.id).execute(),
    )
  expect(await stateOf(row.id)).toBe('refused')
  await open()
  expect(await told(answer(frame(9_999_999)))).toContain('packet 9999999 was not asked for')
  await open()
  expect(await told(answer(frame(frames[0]!, 1)))).toContain('is of another time')
  await open()
  const good = answer(frame(frames[0]!))
  expect((await put(good)).status).toBe(204)
  expect(await keptOf(row.id)).toMatchObject({ frames: 1, named: frames.length })
  expect((await put(good)).status).toBe(404)
})
