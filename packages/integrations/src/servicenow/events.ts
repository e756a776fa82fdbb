// Findings as events of Event Management: the message key makes one alert of all events of a finding, and closes it.
import type { OutwardEvent } from '@nautilus/model'
import { allOf, noneOf } from '../answers.ts'
import type { Answer, Kind, Target } from '../kind.ts'
import { inParts, itemOf, oneByOne } from '../parts.ts'
import { severityWords } from '../severity.ts'
import { glideTime, ServiceNow, signIn, signInFaults } from './client.ts'

const LIMITS = { events: 500, bytes: 2_000_000, gap: 1 }

const isOver = ({ kind, sensor }: OutwardEvent): boolean =>
  kind.endsWith('.closed') || ['heard', 'online'].includes(sensor?.note.what ?? '')

/** What a configuration item is found by. */
const nodeOf = ({ finding, sensor, object }: OutwardEvent): string => {
  const end = finding?.target ?? finding?.source
  return end?.ip ?? end?.name ?? sensor?.sensor ?? object
}

export function eventOf(event: OutwardEvent, { link, mapping }: Pick<Target, 'link' | 'mapping'>): object {
  const { finding, sensor } = event
  const end = finding?.target ?? finding?.source
  const more = {
    ...{ eventId: event.id, object: event.object, kind: event.kind, url: link(event), test: String(event.test) },
    ...(finding ? { severity: finding.severity, techniques: finding.techniques.join(','), zone: end?.zone ?? '' } : {}),
    ...mapping.add,
  }
  return {
    source: 'Nautilus OT',
    event_class: `nautilus://${event.site ?? event.tenant}`,
    node: nodeOf(event),
    resource: finding?.protocol?.toUpperCase() ?? 'sensor',
    metric_name: finding?.rule ?? sensor?.note.what ?? event.kind,
    type: event.test ? 'TEST' : 'OT Security',
    message_key: `nautilus:${event.tenant}:${event.site ?? ''}:${event.object}`,
    severity: finding ? severityWords[finding.severity].event : '3',
    resolution_state: isOver(event) ? 'Closing' : 'New',
    time_of_event: glideTime(finding?.last ?? event.at),
    description: `${finding?.title ?? 'Sensor'}: ${finding?.why ?? sensor?.note.what ?? ''}`.slice(0, 4000),
    // A text with JSON in it, as Event Management wants it.
    additional_info: JSON.stringify(more),
  }
}

export const serviceNowEvents: Kind = {
  id: 'servicenow-events',
  fields: signIn,
  topics: ['finding', 'sensor'],
  most: 500,
  keeps: 'states',
  guarantee: 'once: message_key is one alert',
  check: signInFaults,
  shows: eventOf,
  open: target => {
    const client = new ServiceNow(target)
    const send = (events: readonly OutwardEvent[]): Promise<Answer> =>
      oneByOne(
        inParts(
          events.map(event => itemOf(event, JSON.stringify(eventOf(event, target)))),
          LIMITS,
        ),
        async items => {
          const records = items.map(({ text }) => JSON.parse(text) as object)
          const answer = await client.ask('POST', '/api/global/em/jsonv2', { records })
          if ('trouble' in answer) return noneOf(answer.trouble)
          const trouble = client.troubleOf(answer)
          return trouble ? noneOf(trouble) : allOf(items.map(({ event }) => event))
        },
      )
    return { send, close: async () => {} }
  },
}
