// Any receiver, signed after Standard Webhooks 1.0.
import { secretFault, signatures } from '@nautilus/integrations'
import type { Adapter } from './adapter.ts'
import { post } from './answers.ts'
import { hostOf, plain, urlField } from './fields.ts'
import { oneLine } from './words.ts'

export const webhook: Adapter = {
  kind: 'webhook',
  channel: 'webhook',
  fields: [
    urlField(true),
    plain('secret', {
      isSecret: true,
      isRequired: true,
      fault: secretFault,
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
      'webhook-signature': signatures([to.secret ?? ''], { id: key, seconds, body }),
    }
    return post(tools, to.url ?? '', { headers, body })
  },
}
