// What a sensor can say about itself when something is not as it should be: in sentences, for whoever looks at it.
import { readFileSync } from 'node:fs'

export type Condition = {
  /** The interface that it listens to; null where it reads a folder. */
  readonly interface: string | null
  /** Its link, as the kernel says; null where nobody can tell. */
  readonly link: 'up' | 'down' | 'missing' | null
  /** s since the last frame; null before the first. */
  readonly quiet: number | null
  /** s since the start. */
  readonly age: number
  readonly dropped: number
  /** µs by which its clock is ahead of the hub's; null where that was not measured. */
  readonly ahead: number | null
  /** How full the spool is, 0 to 1. */
  readonly spool: number
}

/** s without a frame that are worth a word. */
const QUIET = 60
/** µs. */
const CLOCK = 2e6
const FULL = 0.8
const DAY = 86_400

export function problemsOf(condition: Condition): string[] {
  const { interface: name, link, quiet, age, dropped, ahead, spool } = condition
  const problems: string[] = []
  if (name !== null && link === 'missing')
    problems.push(`There is no interface ${name}: is the card in, and is it named so?`)
  else if (name !== null && link === 'down') problems.push(`The link of ${name} is down: is the cable in?`)
  else if (name !== null && (quiet ?? age) >= QUIET)
    problems.push(`The link of ${name} is up, and no traffic comes: is the SPAN session on?`)
  if (dropped > 0) problems.push(`${dropped} packets were dropped: this machine is too slow for its traffic.`)
  if (ahead !== null && Math.abs(ahead) > CLOCK)
    problems.push(
      `The clock is ${span(Math.abs(ahead) / 1e6)} ${ahead > 0 ? 'ahead of' : 'behind'} the hub: set it, by NTP.`,
    )
  if (spool >= FULL) problems.push(`The spool is ${Math.round(spool * 100)} % full: the bus is away, or too slow.`)
  return problems
}

const YEAR = 365 * DAY

function span(seconds: number): string {
  if (seconds >= YEAR) return `${(seconds / YEAR).toFixed(1)} years`
  if (seconds >= DAY) return `${(seconds / DAY).toFixed(1)} days`
  return seconds >= 3600 ? `${(seconds / 3600).toFixed(1)} hours` : `${Math.round(seconds)} s`
}

/** Linux says so; elsewhere nobody can tell. */
export function linkOf(name: string): Condition['link'] {
  try {
    const state = readFileSync(`/sys/class/net/${name}/operstate`, 'utf8').trim()
    // A tunnel or a bridge of the kernel has no carrier of its own.
    return state === 'down' || state === 'lowerlayerdown' ? 'down' : 'up'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform === 'linux' ? 'missing' : null
  }
}
