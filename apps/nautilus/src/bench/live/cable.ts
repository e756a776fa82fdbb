// A cable between two network namespaces: the plant at one end, the sensor at the other, and nothing else on it.
import { spawnSync } from 'node:child_process'

let cables = 0

/** Null where cables can be laid, or why not. */
export function whyNoCable(): string | null {
  if (process.getuid?.() !== 0) return 'network namespaces take root'
  const probe = spawnSync('ip', ['netns', 'list'])
  return probe.error || probe.status !== 0 ? 'ip (Debian package iproute2) cannot make network namespaces here' : null
}

export const PLANT = 'plant0'
export const WATCH = 'watch0'

export type Cable = {
  /** Names of the two namespaces. */
  readonly plant: string
  readonly watch: string
  /** Both ends, of so many more cables of the same names with other numbers. */
  lay(number?: number): void
  remove(): void
}

export function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`)
  return stdout
}

/** @param silent whether the sensor's end is kept from speaking by itself; the plant's end always is */
export function layCable(silent = true): Cable {
  const name = `nlive-${process.pid}-${cables++}`
  const [plant, watch] = [`${name}-p`, `${name}-w`]
  for (const space of [plant, watch]) run('ip', 'netns', 'add', space)
  const lay = (number = 0) => {
    const [left, right] = [PLANT.replace('0', `${number}`), WATCH.replace('0', `${number}`)]
    run('ip', '-n', plant, 'link', 'add', left, 'type', 'veth', 'peer', 'name', right, 'netns', watch)
    quiet(plant, left)
    if (silent) quiet(watch, right)
    run('ip', '-n', plant, 'link', 'set', left, 'up')
    run('ip', '-n', watch, 'link', 'set', right, 'up')
  }
  const remove = () => {
    for (const space of [plant, watch]) spawnSync('ip', ['netns', 'delete', space])
  }
  lay()
  return { plant, watch, lay, remove }
}

function quiet(space: string, link: string): void {
  run('ip', 'netns', 'exec', space, 'sysctl', '-qw', `net.ipv6.conf.${link}.disable_ipv6=1`)
  run('ip', '-n', space, 'link', 'set', link, 'arp', 'off', 'multicast', 'off')
}
