// The one list: a new way to reach people is a file and a line.
import type { Channel } from '@nautilus/response'
import type { Adapter } from './adapter.ts'
import { mail } from './mail.ts'
import { pagerduty } from './pagerduty.ts'
import { phone } from './phone.ts'
import { slack } from './slack.ts'
import { sms } from './sms.ts'
import { teams } from './teams.ts'
import { webhook } from './webhook.ts'

export const adapters: readonly Adapter[] = [mail, teams, slack, pagerduty, webhook, sms, phone]

export const adapterOf = (channel: Channel | string, kind: string): Adapter | null =>
  adapters.find(adapter => adapter.channel === channel && adapter.kind === kind) ?? null
