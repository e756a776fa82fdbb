import { inkOn } from '@nautilus/mail'
import { escaped } from '../../html/markup.ts'
import type { Adapter } from './adapter.ts'
import { addressField, oneOf } from './fields.ts'
import { saidIn } from './words.ts'

export const mail: Adapter = {
  kind: 'mail',
  channel: 'mail',
  fields: [addressField, oneOf('language', ['en', 'de'])],
  shown: to => to.address ?? '',
  send: async (delivery, { mail: send }) => {
    if (!send)
      return { kind: 'permanent', why: 'No mail is configured: whoever runs the platform adds `mail` to its settings.' }
    const { headline, facts, ask, open, language } = saidIn(delivery)
    const { key, link, to, head } = delivery
    const lines = facts.map(([label, value]) => `${label}: ${value}`)
    return send({
      ...head.sender,
      to: to.address ?? '',
      subject: headline,
      text: `${[headline, lines.join('\n'), ask, `${open}:\n${link}`].join('\n\n')}\n`,
      html: `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(headline)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff">
<h1 style="font-size:18px">${escaped(headline)}</h1>
<p>${lines.map(escaped).join('<br>')}</p><p>${escaped(ask)}</p>
<p><a href="${escaped(link)}" style="background:${escaped(head.brand.accent)};color:${inkOn(head.brand.accent)};padding:12px 20px;border-radius:6px;text-decoration:none">${escaped(open)}</a></p>
</body></html>
`,
      headers: { 'X-Page-Id': key, 'X-Priority': '1', Importance: 'high' },
    })
  },
}
