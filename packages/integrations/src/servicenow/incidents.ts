// Incidents as records of a table: one for each, found again by its correlation id. The table API has no key that is
// unique: it is looked for before it is made, and what it is called there is remembered.
import type { OutwardEvent, OutwardIncident } from '@nautilus/model'
import { allOf, noneOf } from '../answers.ts'
import { choice, text } from '../fields.ts'
import type { Answer, Kind, Target } from '../kind.ts'
import { inLanes } from '../parts.ts'
import { severityWords } from '../severity.ts'
import { timeOf } from '../told.ts'
import { json, ServiceNow, signIn, signInFaults } from './client.ts'

const DISPLAY = 'Nautilus OT'
const FIELDS = 'sysparm_exclude_reference_link=true&sysparm_fields=sys_id,number,state'
/** What "closed" is where nobody says otherwise: resolved, in each table by its own number. */
const closed: Readonly<Record<string, string>> = { incident: '6', sn_si_incident: '3', sn_ot_incident: '6' }

export const correlationOf = ({ tenant, site, object }: OutwardEvent): string =>
  `nautilus:${tenant}:${site ?? ''}:${object}`

type Looks = Pick<Target, 'settings' | 'link' | 'mapping'>

/** What a new record says. */
export function recordOf(event: OutwardEvent, incident: OutwardIncident, { settings, link, mapping }: Looks): object {
  const { impact, urgency } = severityWords[incident.severity]
  const mark = event.test ? '[TEST]' : incident.exercise ? '[EXERCISE]' : '[OT]'
  return {
    short_description: `${mark}[${incident.severity.toUpperCase()}] ${incident.title}`.slice(0, 160),
    description: [
      `Incident ${incident.id} at ${event.siteName ?? event.site ?? ''}`,
      `State: ${incident.state}`,
      `Opened: ${timeOf(incident.opened)}`,
      `Findings: ${incident.findings.length}`,
      `ATT&CK for ICS: ${incident.techniques.join(', ') || 'none'}`,
      `Link: ${link(event)}`,
    ].join('\n'),
    ...{ correlation_id: correlationOf(event), correlation_display: DISPLAY, impact, urgency },
    contact_type: 'integration',
    ...(settings.group ? { assignment_group: settings.group } : {}),
    ...mapping.add,
  }
}

/** What changes on one that is there. */
export function changeOf(event: OutwardEvent, incident: OutwardIncident, { settings, link }: Looks): object {
  const { impact, urgency } = severityWords[incident.severity]
  const note = `Nautilus: ${incident.state}${incident.outcome ? `, ${incident.outcome}` : ''}; ${incident.findings.length} findings; severity ${incident.severity}. ${link(event)}`
  if (event.kind !== 'incident.closed') return { impact, urgency, work_notes: note }
  const state = settings.closedState || closed[settings.table ?? ''] || '6'
  const ending = { close_code: 'Resolved by caller', close_notes: note }
  return { state, work_notes: note, ...ending }
}

type Found = { readonly result?: readonly { readonly sys_id?: string }[] }
type Made = { readonly result?: { readonly sys_id?: string } }

async function send(event: OutwardEvent, client: ServiceNow, target: Target): Promise<Answer> {
  const { incident } = event
  if (!incident) return allOf([event])
  const { refs, settings } = target
  const path = `/api/now/table/${settings.table}`
  const key = `${event.site ?? ''}/${event.object}`
  let remote = (await refs.get(key))?.remote ?? null
  for (const isFirst of [true, false]) {
    if (remote === null) {
      const query = encodeURIComponent(`correlation_id=${correlationOf(event)}^ORDERBYDESCsys_created_on`)
      const found = await client.ask('GET', `${path}?sysparm_query=${query}&sysparm_limit=1&${FIELDS}`)
      if ('trouble' in found) return noneOf(found.trouble)
      const trouble = client.troubleOf(found)
      if (trouble) return noneOf(trouble)
      remote = json<Found>(found)?.result?.[0]?.sys_id ?? null
      if (remote !== null) await refs.set(key, { remote, state: incident.state })
    }
    const body = remote === null ? recordOf(event, incident, target) : changeOf(event, incident, target)
    const answer =
      remote === null
        ? await client.ask('POST', `${path}?${FIELDS}`, body)
        : await client.ask('PATCH', `${path}/${encodeURIComponent(remote)}?${FIELDS}`, body)
    if ('trouble' in answer) return noneOf(answer.trouble)
    // Somebody removed it there: it is looked for, and made anew, once.
    if (answer.status === 404 && remote !== null && isFirst) {
      remote = null
      continue
    }
    const trouble = client.troubleOf(answer)
    if (trouble) return noneOf(trouble)
    const id = json<Made>(answer)?.result?.sys_id ?? remote
    if (id !== null && !event.test) await refs.set(key, { remote: id, state: incident.state })
    break
  }
  return allOf([event])
}

export const serviceNowIncidents: Kind = {
  id: 'servicenow',
  fields: [
    ...signIn,
    choice('table', ['incident', 'sn_si_incident', 'sn_ot_incident']),
    text('group', { fault: value => (/^[\da-f]{32}$/.test(value) ? null : 'must be a sys_id: 32 hexadecimal digits') }),
    text('closedState', { fault: value => (/^-?\d{1,5}$/.test(value) ? null : 'must be the number of a state') }),
  ],
  topics: ['incident'],
  most: 100,
  keeps: 'states',
  guarantee: 'once: looked for by correlation_id before it is made',
  check: signInFaults,
  open: target => {
    const client = new ServiceNow(target)
    return { send: events => inLanes(events, event => send(event, client, target), 2), close: async () => {} }
  },
}
