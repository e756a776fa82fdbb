// Looks at an interface, and silences it where that is asked for.
import { spawnSync } from 'node:child_process'
import { nearest } from '../nearest.ts'
import { Refusal } from '../world.ts'
import { type Facts, factsOf, interfaces } from './facts.ts'
import { type Options, type Point, pointsOf, unfit } from './points.ts'

export type Applied = { readonly command: string; readonly ok: boolean; readonly says: string }
export type Checked = {
  readonly interface: string
  /** Nothing is left to be put right. */
  readonly silent: boolean
  readonly points: readonly Point[]
  readonly applied: readonly Applied[]
}

/** Throws a refusal where nothing can be heard there. */
export async function check(name: string, options: Options & { readonly apply: boolean }): Promise<Checked> {
  const points = pointsOf(await knownFacts(name), options)
  if (!options.apply) return checked(name, points, [])
  const refused = points.find(({ what, state }) => what === 'Use' && state === 'bad')
  if (refused) throw new Refusal(refused.says)
  const applied = points.flatMap(({ state, commands }) => (state === 'bad' ? commands.map(apply) : []))
  return checked(name, pointsOf(await knownFacts(name), options), applied)
}

const checked = (name: string, points: readonly Point[], applied: readonly Applied[]): Checked => ({
  interface: name,
  silent: points.every(({ state }) => state !== 'bad'),
  points,
  applied,
})

async function knownFacts(name: string): Promise<Facts> {
  if (process.platform !== 'linux')
    throw new Refusal('Interfaces are listened to on Linux; on this machine read captures.')
  const facts = await factsOf(name)
  if (!facts) {
    const like = nearest(name, interfaces())
    throw new Refusal(
      `There is no interface ${name}; ${like ? `did you mean ${like}?` : `there are ${interfaces().join(', ')}.`}`,
    )
  }
  const why = unfit(facts)
  if (why) throw new Refusal(why)
  return facts
}

function apply([program = '', ...args]: readonly string[]): Applied {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 10_000 })
  const ok = !error && status === 0
  return { command: typed([program, ...args]), ok, says: ok ? '' : explained(program, error?.message ?? stderr.trim()) }
}

function explained(program: string, words: string): string {
  if (words.includes('ENOENT')) return `${program} is not installed.`
  const [first = ''] = words.split('\n')
  if (/not permitted|permission denied|superuser|must be root/i.test(words)) return `${first}. Run this as root.`
  if (program === 'nft' && /not supported|no such file/i.test(words))
    return `${first}. This kernel has no egress hook of nftables (Linux 5.16 or newer): the other settings keep it silent by themselves.`
  return first
}

/** As it is typed into a shell. */
export const typed = (command: readonly string[]): string =>
  command.map(word => (/^[\w./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
