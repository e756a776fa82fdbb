// Passwords that were found in breaches, asked of a service without telling it the password: it gets five digits of a
// hash and answers with all that begin so, padded (Have I Been Pwned, range search with k-anonymity).
import { createHash } from 'node:crypto'
import { ask } from './outgoing.ts'

/** Whether it was in a breach; null when the service did not say. */
export type Breached = (password: string) => Promise<boolean | null>

export type BreachedOptions = {
  /** `https://api.pwnedpasswords.com/range/`, or a copy of one's own. */
  readonly url: string
  readonly allowPrivate: boolean
  readonly onTrouble: (message: string) => void
}

export const PWNED_PASSWORDS = 'https://api.pwnedpasswords.com/range/'

export function breachedBy({ url, allowPrivate, onTrouble }: BreachedOptions): Breached {
  const base = url.endsWith('/') ? url : `${url}/`
  return async password => {
    const hash = createHash('sha1').update(password).digest('hex').toUpperCase()
    const [prefix, rest] = [hash.slice(0, 5), hash.slice(5)]
    try {
      const answer = await ask(base + prefix, { allowPrivate }, { headers: { 'Add-Padding': 'true' } })
      if (!answer.ok) throw new Error(`it answered ${answer.status}`)
      const line = (await answer.text()).split(/\r?\n/).find(one => one.toUpperCase().startsWith(`${rest}:`))
      // Padding has a count of 0.
      return line !== undefined && Number(line.slice(rest.length + 1)) > 0
    } catch (error) {
      onTrouble(`The service of broken passwords could not be asked: ${(error as Error).message}`)
      return null
    }
  }
}
