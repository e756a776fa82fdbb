// What this machine says of an interface, asked from the kernel's files and from `ip`, `ethtool` and `nft` where they are
// installed. Nothing is changed here, and nothing is sent.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { type LinkFacts, linkFacts, openLibc, openSocket } from '@nautilus/capture'

/** An offload that the card or the kernel does; `isFixed`: it cannot be changed. */
export type Offload = { readonly isOn: boolean; readonly isFixed: boolean }

export type Facts = {
  readonly name: string
  readonly link: LinkFacts
  /** `veth`, `bridge`, `vlan`, `gre` …; null for what is plugged in. */
  readonly kind: string | null
  readonly hasArp: boolean
  readonly hasMulticast: boolean
  /** Null where the kernel has no IPv6. */
  readonly hasIpv6: boolean | null
  readonly addresses: readonly string[]
  /** This machine reaches others by it. */
  readonly isWayOut: boolean
  /** By the names of ethtool; null where it is not installed. */
  readonly offloads: ReadonlyMap<string, Offload> | null
  /** Programs that have a packet socket on it; `?` where this user may not see whose it is. */
  readonly listeners: readonly string[]
  /** `table` is there, `none`, or `unknown`: nft is not installed, or this user may not ask. */
  readonly egress: 'table' | 'none' | 'unknown'
  readonly hasNft: boolean
  readonly isManaged: boolean
  readonly isRoot: boolean
  /** Null where this process may listen, or why it may not. */
  readonly refusal: string | null
}

export const interfaces = (): string[] => readdirSync('/sys/class/net').sort()

/** Null where there is no such interface. */
export async function factsOf(name: string): Promise<Facts | null> {
  const link = linkFacts(name)
  if (!link) return null
  const [shown] = jsonOf('ip', '-j', '-d', 'address', 'show', 'dev', name)
  const flags: readonly string[] = shown?.flags ?? []
  return {
    name,
    link,
    kind: shown?.linkinfo?.info_kind ?? null,
    hasArp: !flags.includes('NOARP'),
    hasMulticast: flags.includes('MULTICAST'),
    hasIpv6: ipv6Of(name),
    addresses: (shown?.addr_info ?? []).map(({ local, prefixlen }) => `${local}/${prefixlen}`),
    isWayOut: jsonOf('ip', '-j', 'route', 'show', 'default').some(({ dev }) => dev === name),
    offloads: offloadsOf(name),
    listeners: listenersOf(name),
    egress: egressOf(name),
    hasNft: answer('nft', '--version') !== null,
    isManaged:
      existsSync('/run/NetworkManager') && answer('nmcli', '-g', 'GENERAL.STATE', 'device', 'show', name) !== null,
    isRoot: process.getuid?.() === 0,
    refusal: await refusalToListen(name),
  }
}

/** Standard output; null where the program is not there or says no. */
function answer(command: string, ...args: readonly string[]): string | null {
  const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 10_000 })
  return error || status !== 0 ? null : stdout
}

type Shown = {
  readonly flags?: readonly string[]
  readonly dev?: string
  readonly linkinfo?: { readonly info_kind?: string }
  readonly addr_info?: readonly { readonly local: string; readonly prefixlen: number }[]
}

function jsonOf(command: string, ...args: readonly string[]): readonly Shown[] {
  try {
    return JSON.parse(answer(command, ...args) || '[]')
  } catch {
    return []
  }
}

function ipv6Of(name: string): boolean | null {
  try {
    return readFileSync(`/proc/sys/net/ipv6/conf/${name}/disable_ipv6`, 'utf8').trim() !== '1'
  } catch {
    return null
  }
}

function offloadsOf(name: string): Facts['offloads'] {
  const text = answer('ethtool', '-k', name)
  if (text === null) return null
  const found = text.matchAll(/^([a-z0-9-]+): (on|off)( \[fixed\])?/gm)
  return new Map(
    Array.from(found, ([, what = '', is, fixed]) => [what, { isOn: is === 'on', isFixed: fixed !== undefined }]),
  )
}

/** The table that keeps everything in. One for each interface. */
export const tableOf = (name: string): string => `nautilus_${name.replaceAll(/[^A-Za-z0-9]/g, '_')}`

function egressOf(name: string): Facts['egress'] {
  const tables = answer('nft', 'list', 'tables', 'netdev')
  if (tables === null) return 'unknown'
  if (!tables.split('\n').includes(`table netdev ${tableOf(name)}`)) return 'none'
  const rules = answer('nft', 'list', 'table', 'netdev', tableOf(name)) ?? ''
  return /hook egress .*policy drop/.test(rules) && rules.includes(`"${name}"`) ? 'table' : 'none'
}

/** /proc/net/packet has a line for each packet socket: the interface in its fifth column, the inode in the ninth. */
function listenersOf(name: string): string[] {
  const index = readFileSync(`/sys/class/net/${name}/ifindex`, 'utf8').trim()
  const inodes = readFileSync('/proc/net/packet', 'utf8')
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/))
    .filter(columns => columns[4] === index)
    .map(columns => columns[8] ?? '')
  if (inodes.length === 0) return []
  const owners = ownersOf(new Set(inodes))
  return inodes.map(inode => owners.get(inode) ?? '?')
}

function ownersOf(inodes: ReadonlySet<string>): Map<string, string> {
  const owners = new Map<string, string>()
  for (const pid of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    try {
      for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1]
        if (inode === undefined || !inodes.has(inode)) continue
        owners.set(inode, `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (${pid})`)
      }
    } catch {
      // It ended meanwhile, or is somebody else's.
    }
  }
  return owners
}

/** Tried, for there are many ways to be allowed. */
async function refusalToListen(name: string): Promise<string | null> {
  const libc = await openLibc()
  if (typeof libc === 'string') return `This machine has no library for packet sockets: ${libc}.`
  const opened = openSocket(libc, { interface: name, megabytes: 4 })
  if (!opened.ok) return opened.message
  libc.close(opened.socket.descriptor)
  return null
}
