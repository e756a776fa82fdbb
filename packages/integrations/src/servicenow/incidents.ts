// Incidents as records of a table: one for each, found again by its correlation id. The table API has no key that is
// unique: it is looked for before it is made, and what it is called there is remembered.
import type { OutwardEvent, OutwardIncident } from '@nautilus/model'
import { allOf, noneOf } from '../answers.ts'
import { choice, text } from '../fields.ts'
import type { Answer, Kind, Ref, RemoteChange, Settings, Target, Trouble } from '../kind.ts'
import { inLanes } from '../parts.ts'
import { severityWords } from '../severity.ts'
import { timeOf } from '../told.ts'
import { type Asked, glideTime, json, ServiceNow, signIn, signInFaults } from './client.ts'

const DISPLAY = 'Nautilus OT'
const FIELDS = 'sysparm_exclude_reference_link=true&sysparm_fields=sys_id,number,state'
/** Read of what changed there, and records of one look. */
const SEEN = 'sys_id,number,state,close_code,sys_updated_on,sys_updated_by,correlation_id'
const MOST_SEEN = 200
/** ms that looks overlap: clocks differ. */
const OVERLAP = 120_000
/** What "closed" is where nobody says otherwise: resolved, in each table by its own number. */
const closed: Readonly<Record<string, string>> = { incident: '6', sn_si_incident: '3', sn_ot_incident: '6' }

/** Closed or cancelled there, or what people call closed. */
const isOver = ({ table = '', closedState }: Settings, state: string | null): boolean =>
  state !== null &&
  ['7', '8', ...(table === 'sn_si_incident' ? ['3'] : []), closedState || closed[table]].includes(state)

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
export function changeOf(
  event: OutwardEvent,
  incident: OutwardIncident,
  { settings, link }: Looks,
  remote: string | null,
): object {
  const { impact, urgency } = severityWords[incident.severity]
  const note = `Nautilus: ${incident.state}${incident.outcome ? `, ${incident.outcome}` : ''}; ${incident.findings.length} findings; severity ${incident.severity}. ${link(event)}`
  // Whoever closed it there said how: closing it once more would open it again, or say something else.
  if (isOver(settings, remote)) return { work_notes: note }
  if (event.kind !== 'incident.closed') return { impact, urgency, work_notes: note }
  const state = settings.closedState || closed[settings.table ?? ''] || '6'
  const ending = { close_code: 'Resolved by caller', close_notes: note }
  return { state, work_notes: note, ...ending }
}

type Sent =
  | { readonly trouble: Trouble }
  | { readonly trouble: null; readonly status: number; readonly id: string | null; readonly state: string | null }

class Records {
  readonly #client: ServiceNow
  readonly #target: Target
  readonly #path: string

  constructor(target: Target) {
    this.#target = target
    this.#client = new ServiceNow(target)
    this.#path = `/api/now/table/${target.settings.table}`
  }

  async send(event: OutwardEvent): Promise<Answer> {
    const { incident } = event
    if (!incident) return allOf([event])
    const { refs } = this.#target
    const key = `${event.site ?? ''}/${event.object}`
    const known = await refs.get(key)
    let sent = await this.#write(event, incident, known)
    // Somebody removed it there: it is looked for, and made anew.
    if (sent.trouble === null && sent.status === 404) sent = await this.#write(event, incident, null)
    // Records that are closed there may be nobody's to write any more; ours would only have been a note.
    const isShut = sent.trouble?.kind === 'fault' && isOver(this.#target.settings, known?.state ?? null)
    if (sent.trouble && isShut) return { ...allOf([event]), note: sent.trouble.why }
    if (sent.trouble) return noneOf(sent.trouble)
    if (sent.status === 404)
      return noneOf({
        kind: 'fault',
        why: `ServiceNow has no table ${this.#target.settings.table}, or hides it from this user.`,
      })
    if (sent.id !== null && !event.test) await refs.set(key, { remote: sent.id, state: sent.state })
    return allOf([event])
  }

  /** `known`: what it is called there; null: it is looked for, and made where there is none. */
  async #write(event: OutwardEvent, incident: OutwardIncident, known: Ref | null): Promise<Sent> {
    const found: Sent =
      known === null ? await this.#find(event) : { trouble: null, status: 200, id: known.remote, state: known.state }
    if (found.trouble) return found
    if (found.id === null)
      return this.#sent(
        await this.#client.ask('POST', `${this.#path}?${FIELDS}`, recordOf(event, incident, this.#target)),
      )
    const path = `${this.#path}/${encodeURIComponent(found.id)}?${FIELDS}`
    return this.#sent(await this.#client.ask('PATCH', path, changeOf(event, incident, this.#target, found.state)))
  }

  async #find(event: OutwardEvent): Promise<Sent> {
    const query = encodeURIComponent(`correlation_id=${correlationOf(event)}^ORDERBYDESCsys_created_on`)
    return this.#sent(await this.#client.ask('GET', `${this.#path}?sysparm_query=${query}&sysparm_limit=1&${FIELDS}`))
  }

  #sent(answer: Asked): Sent {
    if ('trouble' in answer) return answer
    const trouble = answer.status === 404 ? null : this.#client.troubleOf(answer)
    if (trouble) return { trouble }
    const { result } = json<{ result?: Row | readonly Row[] }>(answer) ?? {}
    const row = Array.isArray(result) ? result[0] : (result as Row | undefined)
    return { trouble: null, status: answer.status, id: row?.sys_id ?? null, state: row?.state ?? null }
  }

  /** A state that differs from the one that we wrote or saw last was set by somebody there. */
  async poll(since: number): Promise<RemoteChange[]> {
    const after = glideTime((since - OVERLAP) * 1000)
    const query = encodeURIComponent(`correlation_display=${DISPLAY}^sys_updated_on>${after}^ORDERBYsys_updated_on`)
    const path = `${this.#path}?sysparm_query=${query}&sysparm_limit=${MOST_SEEN}&sysparm_fields=${SEEN}`
    const answer = await this.#client.ask('GET', path)
    if ('trouble' in answer || this.#client.troubleOf(answer)) return []
    const changes: RemoteChange[] = []
    for (const row of json<{ result?: readonly Row[] }>(answer)?.result ?? []) {
      const change = await this.#changeIn(row)
      if (change) changes.push(change)
    }
    return changes
  }

  async #changeIn(row: Row): Promise<RemoteChange | null> {
    const [, site, object] = /^nautilus:[^:]+:([^:]*):(.+)$/.exec(row.correlation_id ?? '') ?? []
    if (site === undefined || object === undefined || !row.sys_id || !row.state) return null
    const known = await this.#target.refs.get(`${site}/${object}`)
    if (!known || known.state === row.state) return null
    return {
      site,
      object,
      ref: { remote: row.sys_id, state: row.state },
      text: this.#sentence(row),
      hasEnded: isOver(this.#target.settings, row.state),
    }
  }

  #sentence({ number, state = '', close_code, sys_updated_by }: Row): string {
    const hasEnded = isOver(this.#target.settings, state)
    const what = hasEnded ? `closed${close_code ? ` (${close_code})` : ''}` : `moved to state ${state}`
    const by = sys_updated_by ? ` by ${sys_updated_by}` : ''
    const after = hasEnded ? ' Here it stays open until those who answer for the process close it.' : ''
    return `ServiceNow ${number ?? ''} was ${what}${by}.${after}`
  }
}

type Row = Readonly<
  Partial<Record<'sys_id' | 'number' | 'state' | 'close_code' | 'sys_updated_by' | 'correlation_id', string>>
>

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
  shows: (event, target) => event.incident && recordOf(event, event.incident, target),
  open: target => {
    const records = new Records(target)
    return {
      send: events => inLanes(events, event => records.send(event), 2),
      poll: since => records.poll(since),
      close: async () => {},
    }
  },
}
