// Microsoft Teams, by a webhook of Workflows: one Adaptive Card. Text is in runs, which know no markup: nobody's device
// name becomes a link.
import type { Adapter } from './adapter.ts'
import { json, post } from './answers.ts'
import { hostOf, oneOf, urlField } from './fields.ts'
import { saidIn } from './words.ts'

const run = (text: string, bold = false) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...(bold ? { weight: 'Bolder', size: 'Large' } : {}) }],
})

export const teams: Adapter = {
  kind: 'teams',
  channel: 'chat',
  fields: [urlField(true), oneOf('language', ['en', 'de'])],
  shown: to => `Microsoft Teams, ${hostOf(to.url)}`,
  send: (delivery, tools) => {
    const { headline, facts, ask, open } = saidIn(delivery)
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      body: [run(headline, true), ...facts.map(([label, value]) => run(`${label}: ${value}`)), run(ask)],
      actions: [{ type: 'Action.OpenUrl', title: open, url: delivery.link }],
    }
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }
    return post(tools, delivery.to.url ?? '', json({ type: 'message', attachments: [attachment] }))
  },
}
