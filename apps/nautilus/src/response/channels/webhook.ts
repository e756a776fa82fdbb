// Any receiver, signed after Standard Webhooks 1.0: id, time and body under HMAC-SHA256.
import { createHmac } from 'node:crypto'
import type { Adapter } from './adapter.ts'
import { post } from './answers.ts'
import { hostOf, plain, urlField } from './fields.ts'
import { oneLine } from './words.ts'

const PREFIX = 'whsec_'
const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/

/** Base64 after the prefix, 24 to 64 bytes. */
export const signatureOf = (secret: string, id: string, seconds: number, body: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64')}`

export const webhook: Adapter = {
  kind: 'webhook',
  channel: 'webhook',
  fields: [
    urlField(true),
    plain('secret', {
      isSecret: true,
      isRequired: true,
      fault: secret => (SECRET.test(secret) ? null : 'must be whsec_ and 24 to 64 bytes in base64'),
    }),
  ],
  shown: to => hostOf(to.url),
  send: ({ key, message, to, link, now }, tools) => {
    const { title, severity, siteName, duty, at, exercise, test, questions } = message
    const type = test ? 'channel.test' : 'incident.page'
    const names = { title: oneLine(title), site: oneLine(siteName) }
    const data = { ...names, severity, duty, exercise, link, ...(questions ? { questions } : {}) }
    const body = JSON.stringify({ type, timestamp: new Date(at / 1000).toISOString(), data })
    const seconds = Math.floor(now / 1000)
    const headers = {
      'content-type': 'application/json',
      'webhook-id': key,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureOf(to.secret ?? '', key, seconds, body),
    }
    return post(tools, to.url ?? '', { headers, body })
  },
}
