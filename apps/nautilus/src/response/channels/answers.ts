// What an answer over HTTP means for the next try.
import { Forbidden, type Outgoing } from '@nautilus/api'
import type { Sent, Tools } from './adapter.ts'

/** Come again: too early, too many, or trouble on their side. Whatever else is refused stays refused (RFC 9110, 15). */
const AGAIN = new Set([408, 425, 429])
const isTemporary = (status: number): boolean => AGAIN.has(status) || status >= 500

/** Characters of what a receiver says that are kept. */
const KEPT = 200

/**
 * Why an answer of success is none: a proxy or a page to sign in answers 200 too. Null where the receiver has it.
 * `text`: all that it said.
 */
export type Doubt = (text: string) => string | null

const none: Doubt = () => null

/** One request, one answer; what the receiver says is cut, and never its address. */
export async function post({ ask }: Tools, url: string, outgoing: Outgoing, doubt = none): Promise<Sent> {
  try {
    const answer = await ask(url, { method: 'POST', ...outgoing })
    const text = await answer.text()
    if (answer.ok) {
      const why = doubt(text)
      return why === null ? { kind: 'ok', id: '' } : { kind: 'temporary', why: `${why} ${text.slice(0, KEPT)}`.trim() }
    }
    const why = `The receiver answered ${answer.status}. ${text.slice(0, KEPT)}`.trim()
    if (!isTemporary(answer.status)) return { kind: 'permanent', why }
    const after = afterOf(answer.headers.get('retry-after'))
    return { kind: 'temporary', why, ...(after === null ? {} : { after }) }
  } catch (error) {
    if (error instanceof Forbidden) return { kind: 'permanent', why: error.message }
    return { kind: 'temporary', why: `Nobody answered: ${withoutPath(error, url)}` }
  }
}

/** µs; whole seconds alone: a date needs two clocks that agree (RFC 9110, 10.2.3). */
const afterOf = (text: string | null): number | null =>
  text !== null && /^\d{1,6}$/.test(text.trim()) ? Number(text) * 1e6 : null

const withoutPath = (error: unknown, url: string): string =>
  String((error as Error).message || error)
    .replaceAll(url, URL.parse(url)?.host ?? '')
    .slice(0, KEPT)

export const json = (body: object): Outgoing => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
