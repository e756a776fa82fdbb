// PagerDuty, Events API v2. Its answer 202 says that the event was taken.
import type { Adapter } from './adapter.ts'
import { type Doubt, json, post } from './answers.ts'
import { maskedEnd, oneOf, plain } from './fields.ts'
import { cut, oneLine, saidIn } from './words.ts'

const HOSTS: Readonly<Record<string, string>> = { us: 'events.pagerduty.com', eu: 'events.eu.pagerduty.com' }
const SEVERITIES: Readonly<Record<string, string>> = { critical: 'critical', high: 'error', medium: 'warning' }
const KEY = /^[0-9a-zA-Z]{32}$/

/** Characters of a summary. */
const SUMMARY = 1024

/** 202 comes with a document that says so. */
const doubt: Doubt = text => (isTaken(text) ? null : 'This is not how PagerDuty answers.')

function isTaken(text: string): boolean {
  try {
    return (JSON.parse(text) as { status?: unknown } | null)?.status === 'success'
  } catch {
    return false
  }
}

export const pagerduty: Adapter = {
  kind: 'pagerduty',
  channel: 'pager',
  fields: [
    plain('key', {
      isSecret: true,
      isRequired: true,
      fault: key => (KEY.test(key) ? null : 'must be an integration key: 32 letters and digits'),
    }),
    oneOf('region', ['us', 'eu']),
    oneOf('language', ['en', 'de']),
  ],
  shown: to => `PagerDuty ${maskedEnd(to.key)}`,
  send: (delivery, tools) => {
    const { key, message, to, link, head } = delivery
    const { headline, facts, open } = saidIn(delivery)
    const event = {
      routing_key: to.key ?? '',
      event_action: 'trigger',
      dedup_key: key,
      client: oneLine(head.brand.product),
      payload: {
        summary: cut(headline, SUMMARY),
        source: oneLine(message.siteName) || oneLine(head.brand.product),
        severity: SEVERITIES[message.severity] ?? 'info',
        timestamp: new Date(message.at / 1000).toISOString(),
        custom_details: Object.fromEntries(facts),
      },
      links: [{ href: link, text: open }],
    }
    return post(tools, `https://${HOSTS[to.region ?? 'us'] ?? HOSTS.us}/v2/enqueue`, json(event), doubt)
  },
}
