// Text messages, by a gateway that takes HTTP: its address and the form of its requests are the site's, the number is the
// person's. `{to}`, `{text}` and `{id}` are filled in, each as the form wants it.
import type { Adapter, Settings } from './adapter.ts'
import { post } from './answers.ts'
import { hostOf, numberField, oneOf, plain, urlField } from './fields.ts'
import { cutTo, inSevenBits, roomOf, septetsOf } from './segments.ts'
import { saidIn } from './words.ts'

const types: Readonly<Record<string, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
}
const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,60}$/
/** Parts of a message: the link that acknowledges takes about two of them. */
const PARTS = 3
/** Septets that the headline gets in any case. */
const LEAST = 60

export const sms: Adapter = {
  kind: 'sms',
  channel: 'sms',
  fields: [
    { ...numberField, isRequired: true },
    { ...urlField(true), whose: 'site' },
    { ...oneOf('form', Object.keys(types)), whose: 'site', isRequired: true },
    plain('body', {
      whose: 'site',
      isRequired: true,
      fault: body => (body.includes('{to}') && body.includes('{text}') ? null : 'must have {to} and {text} in it'),
    }),
    plain('header', { whose: 'site', fault: name => (HEADER.test(name) ? null : 'must be the name of a header') }),
    plain('secret', {
      whose: 'site',
      isSecret: true,
      fault: value => (/^[ -~]*$/.test(value) ? null : 'must be letters of ASCII'),
    }),
    oneOf('language', ['en', 'de']),
  ],
  shown: to => to.number ?? hostOf(to.url),
  send: (delivery, tools) => {
    const { to, key, link } = delivery
    const room = Math.max(LEAST, roomOf(PARTS) - septetsOf(link) - 1)
    const text = `${cutTo(inSevenBits(saidIn(delivery).headline), room).trim()} ${link}`
    const values = { to: (to.number ?? '').replaceAll(/[^\d+]/g, ''), text, id: key }
    const headers = { 'content-type': types[to.form ?? ''] ?? types.text!, ...ownHeader(to) }
    return post(tools, to.url ?? '', { headers, body: filled(to.body ?? '', to.form ?? '', values) })
  },
}

const ownHeader = ({ header, secret }: Settings): Record<string, string> =>
  header && secret ? { [header.toLowerCase()]: secret } : {}

/** In one pass: a value that looks like a place stays what it is. */
export const filled = (body: string, form: string, values: Readonly<Record<string, string>>): string =>
  body.replaceAll(/\{(to|text|id)\}/g, (_, name: string) => {
    const value = values[name] ?? ''
    if (form === 'json') return JSON.stringify(value).slice(1, -1)
    return form === 'form' ? encodeURIComponent(value) : value
  })
