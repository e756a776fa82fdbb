// Files from addresses that people wrote: by the rules for addresses, over a few redirects, each of which has to be allowed
// as the first was.
import { ask, type OutgoingRules, type Through } from '@nautilus/api'
import { PullFailed } from '@nautilus/integrations'

/** Redirects in a row, ms for one answer, and bytes of it. */
const MOST_STEPS = 5
const PATIENCE = 120_000
const MOST_BYTES = 128_000_000

export type Fetcher = (url: string) => Promise<Uint8Array>

export const fetcherBy =
  (rules: OutgoingRules, through: Through | undefined, agent: string): Fetcher =>
  async first => {
    let url = first
    for (let step = 0; step <= MOST_STEPS; step++) {
      const answer = await answerOf(url, rules, through, agent)
      if (answer.status === 200) return new Uint8Array(await answer.arrayBuffer())
      const next = answer.headers.get('location')
      if (answer.status < 300 || answer.status >= 400 || next === null)
        throw new PullFailed(`${hostOf(url)} answered ${answer.status}.`)
      url = new URL(next, url).href
    }
    throw new PullFailed(`${hostOf(first)} redirects more than ${MOST_STEPS} times.`)
  }

async function answerOf(url: string, rules: OutgoingRules, through: Through | undefined, agent: string) {
  try {
    const headers = { 'user-agent': agent, accept: '*/*' }
    return await ask(url, { ...rules, patience: PATIENCE, most: MOST_BYTES }, { headers, through })
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    throw new PullFailed(`${hostOf(url)} cannot be asked: ${(message || code || 'nobody answers').slice(0, 300)}`)
  }
}

/** The rest of an address may be its password. */
const hostOf = (url: string): string => URL.parse(url)?.host ?? 'The address'
