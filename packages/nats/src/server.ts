// A server of the bus as a child of this process: for measurements and tests. Installations run their own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type BusKeys, serverFile } from './keys.ts'
import { type Relay, relayTo } from './relay.ts'

export type BusServer = {
  readonly url: string
  readonly pid: number
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>
  /** Starts it again on the same port and folder. */
  again(): Promise<void>
  /** Nothing passes between it and the other servers; those who are connected to it stay. */
  cut(): void
  heal(): void
  stop(): Promise<void>
}

/** ms. */
const START = 30_000
const HOST = '127.0.0.1'

/** An address at which nobody is: servers reach each other by their routes alone. */
const NOWHERE = `${HOST}:9`

/** So many servers that know each other, in folders below this one. Throws where nats-server is not installed. */
export async function startBusServers(keys: BusKeys, folder: string, count = 1): Promise<BusServer[]> {
  const { ports, release } = await takePorts(2 * count)
  const servers: BusServer[] = []
  // Held until these listen, too: otherwise one of them could be given a port of a server.
  const ways = await waysBetween(ports.slice(count)).finally(release)
  for (let index = 0; index < count; index++) {
    const store = join(folder, `bus-${index}`)
    mkdirSync(store, { recursive: true, mode: 0o700 })
    const routes = ways.filter(({ from }) => from === index).map(({ relay }) => `nats://${HOST}:${relay.port}`)
    const cluster = count > 1 ? { listen: `${HOST}:${ports[count + index]}`, routes, advertise: NOWHERE } : null
    const file = join(store, 'nats.conf')
    const port = ports[index]!
    const text = await serverFile(keys, { name: `bus-${index}`, port, store, cluster })
    writeFileSync(file, `host: ${HOST}\n${text}`, { mode: 0o600 })
    servers.push(
      serverOf(
        file,
        port,
        ways.filter(({ from, to }) => from === index || to === index).map(({ relay }) => relay),
      ),
    )
  }
  await Promise.all(servers.map(server => server.again()))
  return servers
}

type Way = { readonly from: number; readonly to: number; readonly relay: Relay }

/** From each to each other, so that any of them can be cut off. */
async function waysBetween(ports: readonly number[]): Promise<Way[]> {
  const ways: Way[] = []
  for (const [from] of ports.entries())
    for (const [to, port] of ports.entries()) if (from !== to) ways.push({ from, to, relay: await relayTo(port, HOST) })
  return ways
}

function serverOf(file: string, port: number, ways: readonly Relay[]): BusServer {
  let child: ChildProcess | null = null
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const running = child
    child = null
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise(resolve => running.once('exit', resolve))
    running.kill(signal)
    await gone
  }
  return {
    url: `nats://${HOST}:${port}`,
    get pid() {
      return child?.pid ?? 0
    },
    kill: () => end('SIGKILL'),
    cut() {
      for (const way of ways) way.cut()
    },
    heal() {
      for (const way of ways) way.heal()
    },
    async stop() {
      await end('SIGTERM')
      await Promise.all(ways.map(way => way.close()))
    },
    again: async () => {
      child = spawn('nats-server', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
      await listening(child, port)
    },
  }
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let words = ''
  child.stderr?.on('data', piece => {
    words = (words + piece).slice(-4000)
  })
  const gone = new Promise<never>((_, reject) => {
    child.once('error', error => reject(new Error(`nats-server could not be started: ${error.message}`)))
    child.once('exit', code => reject(new Error(`nats-server ended with ${code}: ${words}`)))
  })
  // Afterwards nobody waits for it.
  gone.catch(() => {})
  const until = Date.now() + START
  while (!(await Promise.race([answers(port), gone]))) {
    if (Date.now() > until) throw new Error(`nats-server does not listen on port ${port}: ${words}`)
    await pause(50)
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = createConnection(port, HOST)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** Nobody else is given them before they are released. */
async function takePorts(count: number): Promise<{ ports: number[]; release: () => Promise<void> }> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, HOST))
  await Promise.all(servers.map(server => new Promise(resolve => server.once('listening', resolve))))
  return {
    ports: servers.map(server => (server.address() as { port: number }).port),
    release: async () => void (await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))),
  }
}
