// Slack, by an incoming webhook. Plain text blocks; in the link alone is markup, and its address is ours.
import type { Adapter } from './adapter.ts'
import { type Doubt, json, post } from './answers.ts'
import { hostOf, oneOf, urlField } from './fields.ts'
import { cut, saidIn } from './words.ts'

/** Characters that Slack reads as markup, in every text. */
const safe = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Characters of a header, of a section, of a button. */
const [HEADER, SECTION, BUTTON] = [150, 3000, 75]

/** A name like `:fire:` stays what it is. */
const plain = (text: string, most: number) => ({ type: 'plain_text', emoji: false, text: cut(text, most) })
const block = (text: string) => ({ type: 'section', text: plain(text, SECTION) })

/** Slack says `ok`, and nothing else, where it has it. */
const doubt: Doubt = text => (text.trim() === 'ok' ? null : 'This is not how Slack answers.')

export const slack: Adapter = {
  kind: 'slack',
  channel: 'chat',
  fields: [urlField(true), oneOf('language', ['en', 'de'])],
  shown: to => `Slack, ${hostOf(to.url)}`,
  send: (delivery, tools) => {
    const { headline, facts, ask, open } = saidIn(delivery)
    const button = { type: 'button', text: plain(open, BUTTON), url: delivery.link }
    const blocks = [
      { type: 'header', text: plain(headline, HEADER) },
      block(facts.map(([label, value]) => `${label}: ${value}`).join('\n')),
      block(ask),
      { type: 'actions', elements: [button] },
    ]
    return post(tools, delivery.to.url ?? '', json({ text: safe(headline), blocks }), doubt)
  },
}
