// A finding or an incident as an event of MISP: what of it may be told to others, and under ids that stay.
// https://www.misp-project.org/openapi/
import type { OutwardEnd, OutwardEvent, OutwardFinding } from '@nautilus/model'
import { isOn } from '../fields.ts'
import type { Target } from '../kind.ts'
import { severityWords } from '../severity.ts'
import { timeOf } from '../told.ts'
import { NAUTILUS, uuid5 } from '../uuid.ts'

type Attribute = {
  readonly uuid: string
  readonly type: string
  readonly category: string
  readonly value: string
  readonly comment: string
  /** Devices of a plant are no signs of an attacker: nobody should block them by this. */
  readonly to_ids: false
  readonly timestamp: string
  readonly object_relation?: string
}

/** Of misp-objects: network-connection. */
const CONNECTION = { template_uuid: 'af16764b-f8e5-4603-9de1-de34d272f80b', template_version: '3' }

export const uuidOf = ({ tenant, site, object, test, id }: OutwardEvent): string =>
  uuid5(NAUTILUS, `misp:${tenant}:${site ?? ''}:${test ? id : object}`)

type Looks = Pick<Target, 'settings' | 'link' | 'technique' | 'mapping'>

/** `stamp`: seconds; MISP takes a change only where it is newer. */
export function mispOf(event: OutwardEvent, look: Looks, stamp: number): object {
  const { finding, incident } = event
  const uuid = uuidOf(event)
  const timestamp = String(stamp)
  const attribute = (name: string, type: string, category: string, value: string, comment = ''): Attribute => ({
    ...{ uuid: uuid5(uuid, name), type, category, value, comment, to_ids: false, timestamp },
  })
  const hasAddresses = isOn(look.settings, 'addresses')
  const began = finding?.first ?? incident?.opened ?? event.at
  const severity = finding?.severity ?? incident?.severity ?? 'low'
  const isOver = event.kind.endsWith('.closed')
  const title = finding?.title ?? incident?.title ?? event.kind
  return {
    uuid,
    info: `${event.test ? '[TEST] ' : ''}${title}${event.siteName ? ` (${event.siteName})` : ''}`.slice(0, 500),
    ...{ date: timeOf(began).slice(0, 10), timestamp, published: false, distribution: look.settings.distribution },
    ...{ threat_level_id: severityWords[severity].misp, analysis: isOver ? '2' : incident ? '1' : '0' },
    Tag: tagsOf(event, look).map(name => ({ name })),
    Attribute: [
      attribute('link', 'link', 'Internal reference', look.link(event)),
      ...(finding ? [attribute('why', 'comment', 'Other', whyOf(finding, hasAddresses))] : []),
      ...(incident
        ? [attribute('state', 'text', 'Other', `${incident.state}${incident.outcome ? `, ${incident.outcome}` : ''}`)]
        : []),
      ...(finding
        ? [...endText('source', finding.source, attribute), ...endText('target', finding.target, attribute)]
        : []),
    ],
    ...(finding && hasAddresses ? { Object: connectionOf(finding, uuid, timestamp) } : {}),
  }
}

/** A sentence of a finding names devices, and may name their addresses. */
const whyOf = ({ why, rule, count }: OutwardFinding, hasAddresses: boolean): string =>
  hasAddresses ? `${why} Seen ${count} times.` : `Rule ${rule}. Seen ${count} times.`

type Make = (name: string, type: string, category: string, value: string, comment?: string) => Attribute

/** What kind of device it is, and where; not which. */
function endText(name: string, end: OutwardEnd | null, attribute: Make): Attribute[] {
  const said = [end?.role, end?.vendor, end?.model, end?.firmware, end?.zone && `zone ${end.zone}`]
    .filter(Boolean)
    .join(', ')
  return said ? [attribute(name, 'text', 'Other', said, name)] : []
}

function connectionOf(
  { source, target, protocol, first, last }: OutwardFinding,
  parent: string,
  timestamp: string,
): object[] {
  const rows = [
    ...[
      ['ip-src', 'ip-src', source?.ip],
      ['ip-dst', 'ip-dst', target?.ip],
    ],
    ...[['layer7-protocol', 'text', protocol?.toUpperCase()]],
  ] as const
  const attributes = rows.flatMap(([object_relation, type, value]) =>
    value
      ? [
          {
            object_relation: object_relation!,
            type: type!,
            value,
            uuid: uuid5(parent, object_relation!),
            to_ids: false,
            timestamp,
            category: type === 'text' ? 'Other' : 'Network activity',
          },
        ]
      : [],
  )
  if (!source?.ip && !target?.ip) return []
  const times = { first_seen: timeOf(first), last_seen: timeOf(last) }
  const rest = { uuid: uuid5(parent, 'connection'), timestamp, ...times, Attribute: attributes }
  return [{ name: 'network-connection', 'meta-category': 'network', ...CONNECTION, ...rest }]
}

function tagsOf(event: OutwardEvent, { settings, technique, mapping }: Looks): string[] {
  const ids = event.finding?.techniques ?? event.incident?.techniques ?? []
  return [
    ...[`tlp:${settings.tlp}`, 'nautilus:ot', `nautilus:site="${event.site ?? ''}"`],
    ...(event.finding ? [`nautilus:rule="${event.finding.rule}"`] : []),
    ...ids.map(technique).map(({ id, name }) => `misp-galaxy:mitre-attack-pattern="${name} - ${id}"`),
    ...(event.test ? ['nautilus:test'] : []),
    ...Object.entries(mapping.add).map(([name, value]) => `${name}:${value}`),
  ]
}
