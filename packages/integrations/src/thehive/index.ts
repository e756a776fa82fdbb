// TheHive 5: a finding becomes an alert, once; what happens to it later changes that alert.
// https://docs.strangebee.com/thehive/api-docs/
import type { OutwardEnd, OutwardEvent } from '@nautilus/model'
import { allOf, asked, noneOf, said, troubleOf } from '../answers.ts'
import { address, overHttp, secret, text } from '../fields.ts'
import type { Answer, Kind, Target, WireAnswer } from '../kind.ts'
import { inLanes } from '../parts.ts'
import { severityWords } from '../severity.ts'
import { timeOf } from '../told.ts'

const SOURCE = 'nautilus'

const observablesOf = (end: OutwardEnd | null, role: string) => [
  ...(end?.ip ? [{ dataType: 'ip', data: end.ip, tags: [role], message: end.name ?? end.id }] : []),
  ...(end?.mac ? [{ dataType: 'other', data: end.mac, tags: [role, 'mac'] }] : []),
]

/** (type, source, sourceRef) is the alert. */
export function alertOf(event: OutwardEvent, { link, mapping }: Pick<Target, 'link' | 'mapping'>) {
  const { finding, incident } = event
  const severity = finding?.severity ?? incident?.severity ?? 'low'
  const common = {
    type: finding ? 'ot-finding' : 'ot-incident',
    source: SOURCE,
    sourceRef: `${event.tenant}:${event.site ?? ''}:${event.object}`,
    title: `${event.test ? '[TEST] ' : ''}${finding?.title ?? incident?.title ?? event.kind}`.slice(0, 512),
    severity: severityWords[severity].theHive,
    date: Math.floor((finding?.first ?? incident?.opened ?? event.at) / 1000),
    tags: [
      ...[
        'ot',
        `site:${event.site ?? ''}`,
        ...(finding ? [`rule:${finding.rule}`] : []),
        ...(event.test ? ['test'] : []),
      ],
      ...Object.entries(mapping.add).map(([name, value]) => `${name}:${value}`),
    ],
    ...{ tlp: 2, pap: 2, externalLink: link(event) },
  }
  const techniques = finding?.techniques ?? incident?.techniques ?? []
  const procedures = techniques.map(patternId => ({ patternId, occurDate: common.date }))
  return {
    ...common,
    description: finding
      ? `${finding.why}\n\n${finding.baseline ?? ''}\n\nSeen ${finding.count} times, last at ${timeOf(finding.last)}.`
      : `Incident ${incident?.id}: ${incident?.state}`,
    procedures,
    observables: [
      ...observablesOf(finding?.source ?? null, 'source'),
      ...observablesOf(finding?.target ?? null, 'target'),
    ],
  }
}

const over = (event: OutwardEvent): boolean => event.kind.endsWith('.closed')

/** The id that TheHive gave; null where the answer has none. */
function idIn({ text }: WireAnswer): string | null {
  try {
    const { _id } = JSON.parse(text) as { _id?: unknown }
    return typeof _id === 'string' ? _id : null
  } catch {
    return null
  }
}

const headersOf = ({ settings }: Target) => ({
  authorization: `Bearer ${settings.apiKey}`,
  'content-type': 'application/json',
  ...(settings.organisation ? { 'x-organisation': settings.organisation } : {}),
})

const base = ({ settings }: Target): string => `${(settings.url ?? '').replace(/\/+$/, '')}/api/v1/alert`

async function send(event: OutwardEvent, target: Target): Promise<Answer> {
  const key = `${event.site ?? ''}/${event.object}`
  const known = event.test ? null : await target.refs.get(key)
  return known ? change(event, known.remote, target) : make(event, key, target)
}

async function change(event: OutwardEvent, remote: string, target: Target): Promise<Answer> {
  const { wire } = target
  const { title, description, severity, tags } = alertOf(event, target)
  const body = JSON.stringify({ title, description, severity, tags, ...(over(event) ? { status: 'Ignored' } : {}) })
  const url = `${base(target)}/${encodeURIComponent(remote)}`
  const answer = await asked(wire.ask({ method: 'PATCH', url, headers: headersOf(target), body }))
  if ('trouble' in answer) return noneOf(answer.trouble)
  // Somebody removed it there: nothing is left to change.
  if (answer.status === 404) return allOf([event])
  const trouble = troubleOf(answer, wire.now())
  return trouble ? noneOf(trouble) : allOf([event])
}

async function make(event: OutwardEvent, key: string, target: Target): Promise<Answer> {
  const { wire, refs } = target
  const body = JSON.stringify(alertOf(event, target))
  const answer = await asked(wire.ask({ method: 'POST', url: base(target), headers: headersOf(target), body }))
  if ('trouble' in answer) return noneOf(answer.trouble)
  // A duplicate: it is there from a try that was not heard of.
  const isThere = answer.status === 400 && /already exists|CreateError/i.test(answer.text)
  if (isThere) return { ...allOf([event]), note: said(answer) }
  const trouble = troubleOf(answer, wire.now())
  if (trouble) return noneOf(trouble)
  const remote = idIn(answer)
  if (remote !== null && !event.test) await refs.set(key, { remote, state: event.kind })
  return allOf([event])
}

export const thehive: Kind = {
  id: 'thehive',
  fields: [
    address('url', { isRequired: true }),
    secret('apiKey', {
      isRequired: true,
      fault: value => (/^[\x21-\x7e]{8,500}$/.test(value) ? null : 'must be the key, without spaces'),
    }),
    text('organisation', {
      fault: value => (/^[\x20-\x7e]{1,100}$/.test(value) ? null : 'must be a name in plain letters'),
    }),
    ...overHttp,
  ],
  topics: ['finding', 'incident'],
  most: 200,
  keeps: 'states',
  guarantee: 'once: (type, source, sourceRef) is one alert',
  shows: alertOf,
  open: target => ({ send: events => inLanes(events, event => send(event, target), 4), close: async () => {} }),
}
