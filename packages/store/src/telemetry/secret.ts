import { timingSafeEqual } from 'node:crypto'
import type { Readable } from 'node:stream'

/** The first line that the parent writes. */
export function secretFrom(input: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const take = (piece: Buffer) => {
      text += piece.toString('utf8')
      const end = text.indexOf('\n')
      if (end < 0) return
      input.off('data', take)
      resolve(text.slice(0, end))
    }
    input.on('data', take)
    input.once('end', () => reject(new Error('No secret was given.')))
  })
}

/** As ClickHouse takes it: a header of its own, or HTTP Basic. */
export function sameSecret(
  secret: string,
  key: string | string[] | undefined,
  authorization: string | undefined,
): boolean {
  const given = typeof key === 'string' ? key : passwordOf(authorization)
  const [a, b] = [Buffer.from(secret), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function passwordOf(authorization: string | undefined): string {
  if (!authorization?.startsWith('Basic ')) return ''
  const pair = Buffer.from(authorization.slice(6), 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}
