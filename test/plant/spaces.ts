// A plant of network namespaces: a switch, whatever is plugged into it, its mirror port, and the sensor's machine with a
// second card to the hub. Nothing of it touches the networks of the machine that runs the test.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whyNoCable } from '../../apps/nautilus/src/bench/live/cable.ts'

/** The sensor's end of the mirror, and the switch's. */
export const SPAN = 'span0'
export const MIRROR = 'mirror0'
export const HUB_ADDRESS = '10.99.0.1'
const SENSOR_ADDRESS = '10.99.0.2'
/** Of namespaces and of the folder: with the process that made them. */
const PREFIX = `nplant-${process.pid}-`
const OURS = /^nplant-(\d+)-/

/** Null where plants can be built, or why not. On a machine that builds, they must be. */
export function whyNoPlant(): string | null {
  if (process.env.CI) return null
  for (const [program, name] of [
    ['tc', 'iproute2'],
    ['ethtool', 'ethtool'],
    ['nft', 'nftables'],
    ['tcpdump', 'tcpdump'],
    ['nats-server', 'nats-server'],
  ] as const)
    if (spawnSync(program, ['--version']).error) return `${program} (Debian package ${name}) is not here`
  return whyNoCable()
}

export function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`}`)
  return stdout
}

/** Whom a program runs as: nobody, who may do nothing. */
export const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']

/** One machine: a namespace. */
export class Space {
  readonly name: string

  constructor(name: string) {
    this.name = name
    run('ip', 'netns', 'add', name)
    this.ip('link', 'set', 'lo', 'up')
  }

  ip(...args: readonly string[]): string {
    return run('ip', '-n', this.name, ...args)
  }

  run(command: string, ...args: readonly string[]): string {
    return run('ip', 'netns', 'exec', this.name, command, ...args)
  }

  /** `ip netns exec` becomes the program: its id is that of the child. */
  spawn(command: readonly string[], options: Parameters<typeof spawn>[2] = {}): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.name, ...command], options)
  }

  /** A counter of an interface, as the kernel keeps it. */
  counter(link: string, name: string): number {
    return Number(this.run('cat', `/sys/class/net/${link}/statistics/${name}`))
  }

  /** Frames as on a wire: none of many put together, every one with its checksum. */
  plainFrames(link: string): void {
    this.run('ethtool', '-K', link, 'tx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'off')
  }
}

export class Plant {
  readonly switch: Space
  readonly sensor: Space
  readonly hub: Space
  /** Where programs of the plant keep what they keep; all may read it. */
  readonly folder: string
  readonly #spaces: Space[] = []
  #ports = 0

  constructor() {
    sweep()
    this.folder = mkdtempSync(join(tmpdir(), PREFIX))
    chmodSync(this.folder, 0o755)
    this.switch = this.#space('switch')
    this.sensor = this.#space('sensor')
    this.hub = this.#space('hub')
    try {
      this.#wire()
    } catch (error) {
      this.remove()
      throw error
    }
  }

  #wire(): void {
    // A switch has no address and says nothing by itself.
    this.switch.run('sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1')
    this.switch.ip('link', 'add', 'br0', 'type', 'bridge', 'stp_state', '0', 'mcast_snooping', '0')
    this.switch.ip('link', 'set', 'br0', 'arp', 'off', 'up')
    this.switch.ip('link', 'add', MIRROR, 'type', 'veth', 'peer', 'name', SPAN, 'netns', this.sensor.name)
    this.switch.ip('link', 'set', MIRROR, 'arp', 'off', 'up')
    this.sensor.ip('link', 'set', SPAN, 'up')
    this.#manage()
  }

  /** The sensor's second card: to the hub and nowhere else. */
  #manage(): void {
    this.hub.ip('link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.sensor.name)
    for (const [space, address] of [
      [this.hub, HUB_ADDRESS],
      [this.sensor, SENSOR_ADDRESS],
    ] as const) {
      space.ip('address', 'add', `${address}/30`, 'dev', 'eth0')
      space.ip('link', 'set', 'eth0', 'up')
    }
  }

  /** A machine, plugged into a port that is mirrored in both directions. */
  plug(name: string, mac: string, address: string): Space {
    const space = this.#space(name)
    const port = `port${++this.#ports}`
    this.switch.ip('link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space.name)
    this.switch.plainFrames(port)
    space.plainFrames('eth0')
    this.switch.run('tc', 'qdisc', 'add', 'dev', port, 'clsact')
    for (const direction of ['ingress', 'egress']) {
      const everything = ['protocol', 'all', 'u32', 'match', 'u32', '0', '0']
      const copy = ['action', 'mirred', 'egress', 'mirror', 'dev', MIRROR]
      this.switch.run('tc', 'filter', 'add', 'dev', port, direction, ...everything, ...copy)
    }
    this.switch.ip('link', 'set', port, 'master', 'br0', 'up')
    space.ip('link', 'set', 'eth0', 'address', mac)
    space.ip('address', 'add', `${address}/24`, 'broadcast', '+', 'dev', 'eth0')
    space.ip('link', 'set', 'eth0', 'up')
    return space
  }

  #space(name: string): Space {
    const space = new Space(`${PREFIX}${name}`)
    this.#spaces.push(space)
    return space
  }

  remove(): void {
    for (const { name } of this.#spaces.splice(0)) drop(name)
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** What a test left behind that was killed. */
function sweep(): void {
  const isLeft = (name: string) => {
    const pid = OURS.exec(name)?.[1]
    return pid !== undefined && !isAlive(Number(pid))
  }
  for (const line of run('ip', 'netns', 'list').split('\n')) {
    const [name = ''] = line.split(' ')
    if (isLeft(name)) drop(name)
  }
  for (const name of readdirSync(tmpdir()))
    if (isLeft(name)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
}

function drop(name: string): void {
  const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' })
  for (const pid of (stdout ?? '').split('\n').filter(Boolean)) end(Number(pid))
  spawnSync('ip', ['netns', 'delete', name])
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
