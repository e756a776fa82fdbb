// What an answer over HTTP means for the next try.
import { Forbidden, type Outgoing } from '@nautilus/api'
import type { Sent, Tools } from './adapter.ts'

/** Come again: too early, too many, or trouble on their side. Whatever else is refused stays refused (RFC 9110, 15). */
const AGAIN = new Set([408, 425, 429])
const isTemporary = (status: number): boolean => AGAIN.has(status) || status >= 500

/** One request, one answer; what the receiver says is cut, and never its address. */
export async function post({ ask }: Tools, url: string, outgoing: Outgoing): Promise<Sent> {
  try {
    const answer = await ask(url, { method: 'POST', ...outgoing })
    if (answer.ok) return { kind: 'ok', id: '' }
    const why = `The receiver answered ${answer.status}. ${(await answer.text()).slice(0, 200)}`.trim()
    return { kind: isTemporary(answer.status) ? 'temporary' : 'permanent', why }
  } catch (error) {
    if (error instanceof Forbidden) return { kind: 'permanent', why: error.message }
    return { kind: 'temporary', why: `Nobody answered: ${withoutPath(error, url)}` }
  }
}

const withoutPath = (error: unknown, url: string): string =>
  String((error as Error).message || error)
    .replaceAll(url, URL.parse(url)?.host ?? '')
    .slice(0, 200)

export const json = (body: object): Outgoing => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
