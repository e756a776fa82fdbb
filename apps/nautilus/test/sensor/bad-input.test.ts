// What can be wrong with a sensor when it starts: the real command says it in a sentence, in its log, to the platform and to
// whoever stands before the machine.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jetstreamManager } from '@nats-io/jetstream'
import {
  type BusServer,
  batchSubject,
  ensureStreams,
  type NatsConnection,
  newBusKeys,
  openBus,
  ownCredentials,
  STREAM,
  sensorCredentials,
  startBusServers,
} from '@nautilus/nats'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { whyNoCable } from '../live/cable.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'nautilus-bad-'))
const keys = newBusKeys()
const name = { tenant: 'main', site: 'far', sensor: 's-1' }
let server: BusServer
let nc: NatsConnection
const running: { stop(): Promise<unknown> }[] = []

beforeAll(async () => {
  ;[server] = (await startBusServers(keys, folder)) as [BusServer]
  nc = await openBus({ servers: [server.url], credentials: await ownCredentials(keys, 'test'), name: 'test' })
  await ensureStreams(nc, { replicas: 1, bytes: 100_000_000 })
}, 200_000)
afterEach(async () => void (await Promise.all(running.splice(0).map(one => one.stop()))), 60_000)
afterAll(async () => {
  await nc.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Given = {
  readonly listens: string
  readonly servers?: readonly string[]
  readonly by?: typeof keys
  readonly as?: readonly string[]
}

let sensors = 0
async function started({ listens, servers = [server.url], by = keys, as = [] }: Given) {
  const data = join(folder, `sensor-${++sensors}`)
  mkdirSync(data, { recursive: true })
  const { text } = await sensorCredentials(by, name)
  writeFileSync(join(data, 'sensor.json'), JSON.stringify({ ...name, key: 'ns_x', servers, credentials: text }))
  const file = join(data, 'sensor.yaml')
  writeFileSync(file, `data: ${data}\n${listens}\nring: {size: 0}\n`)
  if (as.length > 0) spawnSync('chown', ['-R', '65534', data])
  if (as.length > 0) spawnSync('chmod', ['755', folder])
  const [command, ...args] = [...as, process.execPath, MAIN, 'sensor', 'run', '--config', file]
  const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let words = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', piece => {
      words += piece
    })
  const ended = new Promise(resolve => child.once('close', resolve))
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  running.push({ stop })
  const said = (text: string) => vi.waitFor(() => expect(words).toContain(text), { timeout: 90_000, interval: 50 })
  const status = () =>
    spawnSync(process.execPath, [MAIN, 'sensor', 'status', '--data', data], { encoding: 'utf8' }).stdout
  const stands = (text: string) =>
    vi.waitFor(() => expect(status()).toContain(text), { timeout: 90_000, interval: 500 })
  return { said, stands }
}

/** What the platform is told of it. */
const told = () =>
  vi.waitFor(
    async () => {
      const manager = await jetstreamManager(nc)
      const last = await manager.streams.getMessage(STREAM, { last_by_subj: batchSubject(name) })
      const { problems } = JSON.parse(decodeURIComponent(last!.header.get('Nautilus-Health')))
      expect(problems.length).toBeGreaterThan(0)
      return problems as string[]
    },
    { timeout: 90_000, interval: 100 },
  )

test('no such interface: the platform is told too, though nothing is heard', async () => {
  const { said, stands } = await started({ listens: 'interface: nosuch0' })
  await said('There is no interface nosuch0; `ip -brief link` lists them.')
  await stands('Nothing is listened to: There is no interface nosuch0')
  expect(await told()).toContain('Nothing is listened to: There is no interface nosuch0; `ip -brief link` lists them.')
}, 200_000)

test('no server of NATS', async () => {
  const { said, stands } = await started({ listens: 'listen: 127.0.0.1:0', servers: ['nats://127.0.0.1:1'] })
  await said('Batches wait in the spool: nats://127.0.0.1:1:')
  await stands('The bus is away, or does not take its batches: they wait in the spool.')
}, 200_000)

test('credentials of another installation', async () => {
  const { said } = await started({ listens: 'listen: 127.0.0.1:0', by: newBusKeys() })
  await said('it does not let us in: these credentials are of another installation, were revoked, or are too old')
}, 200_000)

describe.skipIf(whyNoCable() !== null)('with interfaces of its own', () => {
  const ip = (...args: string[]) => spawnSync('ip', args, { encoding: 'utf8' })
  const made = ['ntbad0', 'ntbad1']
  beforeAll(() => {
    ip('link', 'add', 'ntbad0', 'type', 'veth', 'peer', 'name', 'ntbad2')
    ip('tuntap', 'add', 'dev', 'ntbad1', 'mode', 'tap')
  })
  afterAll(() => {
    for (const each of made) ip('link', 'del', each)
  })

  test('an interface that is down', async () => {
    const { stands } = await started({ listens: 'interface: ntbad0' })
    await stands('The link of ntbad0 is down: is the cable in, and the port of the switch on?')
  }, 200_000)

  test('a tunnel', async () => {
    const { stands } = await started({ listens: 'interface: ntbad1' })
    await stands("ntbad1 is a tunnel (tun): it carries this machine's own traffic.")
  }, 200_000)

  test('no permission: tcpdump is tried, and what it lacks is said', async () => {
    const as = ['setpriv', '--reuid', '65534', '--clear-groups', '--no-new-privs', '--inh-caps=-all']
    const { said } = await started({ listens: 'interface: ntbad0', as })
    await said('ntbad0 cannot be listened to: this process lacks the capability CAP_NET_RAW.')
  }, 200_000)
})
