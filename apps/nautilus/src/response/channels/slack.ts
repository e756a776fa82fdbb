// Slack, by an incoming webhook. Plain text blocks; in the link alone is markup, and its address is ours.
import type { Adapter } from './adapter.ts'
import { json, post } from './answers.ts'
import { hostOf, oneOf, urlField } from './fields.ts'
import { saidIn } from './words.ts'

/** Characters that Slack reads as markup, in every text. */
const safe = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const block = (text: string) => ({ type: 'section', text: { type: 'plain_text', text: text.slice(0, 3000) } })

export const slack: Adapter = {
  kind: 'slack',
  channel: 'chat',
  fields: [urlField(true), oneOf('language', ['en', 'de'])],
  shown: to => `Slack, ${hostOf(to.url)}`,
  send: (delivery, tools) => {
    const { headline, facts, ask, open } = saidIn(delivery)
    const button = { type: 'button', text: { type: 'plain_text', text: open }, url: delivery.link }
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: headline.slice(0, 150) } },
      block(facts.map(([label, value]) => `${label}: ${value}`).join('\n')),
      block(ask),
      { type: 'actions', elements: [button] },
    ]
    return post(tools, delivery.to.url ?? '', json({ text: safe(headline), blocks }))
  },
}
