// Devices as configuration items, through the Identification and Reconciliation Engine: it finds what is there already, by
// serial number, address and name. Answers are 200 even where an item failed, so each is looked at.
import type { OutwardAsset, OutwardEvent } from '@nautilus/model'
import { noneOf } from '../answers.ts'
import type { Answer, Kind, Target } from '../kind.ts'
import { inParts, itemOf, oneByOne } from '../parts.ts'
import { glideTime, json, ServiceNow, signIn, signInFaults } from './client.ts'

/** The engine locks what it works on: few at once, one call after the other. */
const LIMITS = { events: 50, bytes: 1_000_000, gap: 1 }
/** Has to be a choice of discovery_source there. */
const SOURCE = 'Nautilus OT'

/** Classes of the OT extension of the CMDB, by role; everything else is `cmdb_ci_ot`. */
const classes: Readonly<Record<string, string>> = {
  controller: 'cmdb_ci_ot_plc',
  'safety controller': 'cmdb_ci_ot_plc',
  RTU: 'cmdb_ci_ot_rtu',
  IED: 'cmdb_ci_ot_ied',
  HMI: 'cmdb_ci_ot_hmi',
  'SCADA server': 'cmdb_ci_ot_scada_server',
  'engineering workstation': 'cmdb_ci_ot_ews',
  historian: 'cmdb_ci_ot_historian',
  'I/O device': 'cmdb_ci_ot_control_module',
  drive: 'cmdb_ci_ot_industrial_drive',
  robot: 'cmdb_ci_ot_industrial_robot',
  gateway: 'cmdb_ci_protocol_converter',
  switch: 'cmdb_ci_ip_switch',
  firewall: 'cmdb_ci_ip_firewall',
}

export const classOf = (role: string | null): string => classes[role ?? ''] ?? 'cmdb_ci_ot'

const known = (value: object) =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each != null && each !== ''))

export const keyOf = ({ tenant, object }: OutwardEvent): string => `${tenant}:asset:${object}`

/** One device with its adapters; `firmware` and the rest of a class that lacks them are left out there. */
export function itemFor(event: OutwardEvent, asset: OutwardAsset): object {
  const className = classOf(asset.role)
  const [mac] = asset.mac
  // With an address alone the item would have no name.
  const name = `${event.test ? 'TEST ' : ''}${asset.name ?? mac ?? asset.ip[0] ?? asset.id}`
  const adapters = asset.mac.map((address, at) => ({
    className: 'cmdb_ci_network_adapter',
    internal_id: `nic-${event.object}-${at}`,
    values: known({ name: address, mac_address: address, ip_address: at === 0 ? asset.ip[0] : null }),
  }))
  const serial = asset.serial
    ? [
        {
          className: 'cmdb_serial_number',
          values: { serial_number: asset.serial, serial_number_type: 'system', valid: 'true' },
        },
      ]
    : []
  return {
    className,
    internal_id: event.object,
    sys_object_source_info: {
      ...{ source_name: SOURCE, source_feed: event.site ?? '', source_native_key: keyOf(event) },
      source_recency_timestamp: glideTime(asset.last),
    },
    settings: { updateWithoutDowngrade: true },
    values: known({
      ...{ name, serial_number: asset.serial, model_number: asset.orderNumber ?? asset.model },
      ...{ firmware_version: asset.firmware, hardware_version: asset.hardware, discovery_source: SOURCE },
      ...{ first_discovered: glideTime(asset.first), last_discovered: glideTime(asset.last) },
    }),
    lookup: [...serial, ...adapters],
    related: [
      {
        className: 'cmdb_ot_entity',
        internal_id: `ot-${event.object}`,
        values: known({
          ...{ purdue_level: asset.level === null ? null : String(asset.level), zone: asset.zone },
          ...{ ot_correlation_id: keyOf(event), ire_criterion_attribute: keyOf(event) },
        }),
      },
    ],
  }
}

type Item = {
  readonly operation?: string
  readonly sysId?: string
  readonly errorCount?: number
  readonly errors?: readonly { readonly error?: string; readonly message?: string }[]
  readonly identificationAttempts?: readonly { readonly attemptResult?: string }[]
}

const isMany = ({ identificationAttempts = [] }: Item): boolean =>
  identificationAttempts.some(({ attemptResult }) => attemptResult === 'MULTI_MATCH')

/** By the order of what was sent. */
function answerOf(events: readonly OutwardEvent[], items: readonly Item[]): Answer {
  const refused = events.flatMap(({ position }, at) => {
    const item = items[at]
    if (!item) return [{ position, why: 'The engine said nothing of it.' }]
    if (isMany(item)) return [{ position, why: 'Several configuration items are this device: merge them there.' }]
    const isBad = (item.errorCount ?? 0) > 0 || item.sysId === 'Unknown'
    const why = (item.errors ?? []).map(({ error, message }) => `${error}: ${message}`).join('; ')
    return isBad ? [{ position, why: why || 'The engine could not place it.' }] : []
  })
  const bad = new Set(refused.map(({ position }) => position))
  return { delivered: events.map(({ position }) => position).filter(each => !bad.has(each)), refused, rest: null }
}

const PATH = `/api/now/identifyreconcile/enhanced?sysparm_data_source=${encodeURIComponent(SOURCE)}&options=partial_payloads:true,generate_summary:true`

async function send(events: readonly OutwardEvent[], client: ServiceNow): Promise<Answer> {
  // A device that is no more of its own went into another: what there is of it stays for people to decide.
  const told = events.filter(({ asset, kind }) => asset && kind !== 'asset.gone')
  const passed = events.filter(event => !told.includes(event)).map(({ position }) => position)
  const items = told.map(event => itemOf(event, JSON.stringify(event.asset && itemFor(event, event.asset))))
  const answer = await oneByOne(inParts(items, LIMITS), async part => {
    const body = { items: part.map(({ text }) => JSON.parse(text) as object), relations: [] }
    const said = await client.ask('POST', PATH, body)
    if ('trouble' in said) return noneOf(said.trouble)
    const trouble = client.troubleOf(said)
    if (trouble) return noneOf(trouble)
    const result = json<{ result?: { items?: readonly Item[] } }>(said)?.result?.items ?? []
    return answerOf(
      part.map(({ event }) => event),
      result,
    )
  })
  return { ...answer, delivered: [...answer.delivered, ...passed] }
}

export const serviceNowCmdb: Kind = {
  id: 'servicenow-cmdb',
  fields: signIn,
  topics: ['asset'],
  most: 500,
  keeps: 'states',
  guarantee: 'once: source_native_key is one device',
  check: signInFaults,
  shows: event => event.asset && itemFor(event, event.asset),
  open: (target: Target) => {
    const client = new ServiceNow(target)
    return { send: events => send(events, client), close: async () => {} }
  },
}
