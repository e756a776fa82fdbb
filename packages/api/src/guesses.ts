// How many tries a password needs that is made of what breaches brought to light: 49 000 of the most common passwords,
// turned, repeated, in l33t, with dates and rows of keys (zxcvbn-ts, and the list that comes with it). It works offline,
// and weighs parts: of passwords this long few are in any list as a whole, but many are two of a list put together.
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** Characters that are looked at: the time it takes grows with their square. A longer password is better than its part. */
const LOOKED_AT = 64

let estimator: Promise<ZxcvbnFactory> | null = null

/** The list is read when the first password is chosen, and not at every start. */
const open = async (): Promise<ZxcvbnFactory> => {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
}

/** As a power of ten. `own`: what somebody who knows the owner tries first. */
export async function guessesOf(password: string, own: readonly string[]): Promise<number> {
  estimator ??= open()
  return (await estimator).check(password.slice(0, LOOKED_AT), [...own]).guessesLog10
}
