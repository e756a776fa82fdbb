// What answers mean for what was sent, as far as all receivers agree (RFC 9110, 15).
import type { OutwardEvent } from '@nautilus/model'
import { type Answer, type Trouble, Unreached, type WireAnswer } from './kind.ts'

type Positioned = Pick<OutwardEvent, 'position'>

export const allOf = (events: readonly Positioned[]): Answer => ({
  delivered: events.map(({ position }) => position),
  refused: [],
  rest: null,
})

export const noneOf = (rest: Trouble): Answer => ({ delivered: [], refused: [], rest })

export const together = (answers: readonly Answer[]): Answer => {
  const note = answers.find(each => each.note !== undefined)?.note
  return {
    delivered: answers.flatMap(({ delivered }) => delivered),
    refused: answers.flatMap(({ refused }) => refused),
    rest: answers.find(({ rest }) => rest !== null)?.rest ?? null,
    ...(note === undefined ? {} : { note }),
  }
}

/** ms that a receiver asks to be left alone for (RFC 9110, 10.2.3: seconds, or a date); undefined where it does not. */
export function retryAfter({ headers }: Pick<WireAnswer, 'headers'>, now: number): number | undefined {
  const text = headers['retry-after']?.trim()
  if (!text) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

export const retry = (why: string, after?: number, isAnswered = false): Trouble => ({
  kind: 'retry',
  why,
  ...(after === undefined ? {} : { after }),
  ...(isAnswered ? { isAnswered } : {}),
})

/** Characters of what a receiver says that are told further. */
const MOST_SAID = 300

export const said = ({ status, text }: WireAnswer): string =>
  `The receiver answered ${status}. ${text.slice(0, MOST_SAID)}`.trim()

/** By its status alone; null where it is a 2xx. */
export function troubleOf(answer: WireAnswer, now: number): Trouble | null {
  const { status } = answer
  const why = said(answer)
  if (status >= 200 && status < 300) return null
  if (status === 413) return { kind: 'smaller', why }
  if (status === 408 || status === 425 || status === 429 || status === 503) return retry(why, retryAfter(answer, now))
  if (status >= 500) return retry(why, retryAfter(answer, now), true)
  if (status === 400 || status === 409 || status === 422) return { kind: 'smaller', why }
  if (status === 401 || status === 403) return { kind: 'fault', why, about: 'credentials' }
  if (status >= 300 && status < 400)
    return { kind: 'fault', why: `${why} Redirects are not followed.`, about: 'address' }
  return { kind: 'fault', why, ...(status === 404 || status === 405 ? { about: 'address' as const } : {}) }
}

/** Nobody answered. */
export function unreached(error: unknown): Trouble {
  if (!(error instanceof Unreached)) throw error
  const { message, isForbidden, about } = error
  const more = about === null ? {} : { about }
  if (isForbidden) return { kind: 'fault', why: message, ...more }
  // It does not become another by being asked again.
  if (about === 'certificate') return { kind: 'fault', why: `The certificate is not good: ${message}`, ...more }
  return { ...retry(`Nobody answered: ${message}`), ...more }
}

/** Asks, and gives the trouble in place of an answer. */
export async function asked(ask: Promise<WireAnswer>): Promise<WireAnswer | { readonly trouble: Trouble }> {
  try {
    return await ask
  } catch (error) {
    return { trouble: unreached(error) }
  }
}
