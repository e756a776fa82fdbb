// Tables of ServiceNow, page by page: devices of the CMDB, and changes that are planned.
import { retryAfter, said } from '../answers.ts'
import { flag, text } from '../fields.ts'
import type { Field, Settings, Trouble, WireAnswer } from '../kind.ts'
import { type Connection, json, ServiceNow, signIn, signInFaults } from './client.ts'

/** Records of one page and of one pull, tries of a page, and ms that are waited for at most. */
const PAGE = 500
const MOST = 500_000
const TRIES = 4
const LONGEST_WAIT = 60_000
/** Records that are asked for by their ids at once. */
const IDS = 50

/** As both: what people read, and what is stored. */
export type Told = { readonly display: string; readonly value: string }
export type Entry = Readonly<Record<string, Told>>

/** It could not be read; what was read before must not be used. */
export class PullFailed extends Error {
  override readonly name = 'PullFailed'
}

const isTable = (value: string): string | null =>
  /^[a-z][a-z0-9_]{0,79}$/.test(value) ? null : 'must be the name of a table, such as cmdb_ci_ot'
const isQuery = (value: string): string | null =>
  /\n|&/.test(value) ? 'must be an encoded query of ServiceNow, without & and line ends' : null

export const cmdbFields: readonly Field[] = [
  ...signIn,
  text('cmdbTable', { otherwise: 'cmdb_ci', fault: isTable }),
  text('query', { fault: isQuery }),
  flag('adapters', true),
]
export const changeFields: readonly Field[] = [...signIn, text('query', { fault: isQuery })]
export const pullFaults = (settings: Settings): Record<string, string> => signInFaults(settings)

const DEVICE = [
  ...['sys_id', 'name', 'ip_address', 'mac_address', 'serial_number', 'asset_tag', 'manufacturer', 'model_id'],
  ...['firmware_version', 'owned_by', 'managed_by', 'assigned_to', 'location', 'busines_criticality'],
]

/** `macs`, `ips`: of the network adapters that belong to it, too. */
export type CmdbDevice = { readonly entry: Entry; readonly macs: readonly string[]; readonly ips: readonly string[] }

export async function readCmdb(connection: Connection): Promise<CmdbDevice[]> {
  const snow = new ServiceNow(connection)
  const { cmdbTable: table = 'cmdb_ci', query = '', adapters } = connection.settings
  const devices = await all(connection, snow, { table, query, fields: DEVICE })
  const own =
    adapters === 'false'
      ? []
      : await all(connection, snow, {
          ...{ table: 'cmdb_ci_network_adapter', query: 'cmdb_ciISNOTEMPTY' },
          fields: ['sys_id', 'cmdb_ci', 'mac_address', 'ip_address'],
        })
  const byDevice = Map.groupBy(own, ({ cmdb_ci }) => cmdb_ci?.value ?? '')
  return devices.map(entry => {
    const cards = [entry, ...(byDevice.get(entry.sys_id?.value ?? '') ?? [])]
    const valuesOf = (name: string) => [...new Set(cards.map(card => card[name]?.value ?? '').filter(Boolean))]
    return { entry, macs: valuesOf('mac_address'), ips: valuesOf('ip_address') }
  })
}

const CHANGE = [
  ...['sys_id', 'number', 'short_description', 'description', 'start_date', 'end_date', 'state', 'approval', 'on_hold'],
  ...['cmdb_ci', 'assigned_to', 'assignment_group', 'requested_by'],
]

/** `cis`: the device of the change and all others that it says are affected. */
export type Change = { readonly entry: Entry; readonly cis: readonly Told[] }

/** Those that end after a moment (ms). */
export async function readChanges(connection: Connection, since: number): Promise<Change[]> {
  const snow = new ServiceNow(connection)
  const from = new Date(since).toISOString().slice(0, 19).replace('T', ' ')
  const query = [`end_date>${from}`, connection.settings.query ?? ''].filter(part => part !== '').join('^')
  const changes = await all(connection, snow, { table: 'change_request', query, fields: CHANGE })
  const affected = new Map<string, Told[]>()
  for (let at = 0; at < changes.length; at += IDS) {
    const ids = changes.slice(at, at + IDS).map(({ sys_id }) => sys_id?.value ?? '')
    const found = await all(connection, snow, {
      ...{ table: 'task_ci', query: `taskIN${ids.join(',')}`, fields: ['sys_id', 'task', 'ci_item'] },
    })
    for (const { task, ci_item } of found)
      if (task && ci_item) affected.set(task.value, [...(affected.get(task.value) ?? []), ci_item])
  }
  return changes.map(entry => {
    const main = entry.cmdb_ci?.value ? [entry.cmdb_ci] : []
    const cis = [...main, ...(affected.get(entry.sys_id?.value ?? '') ?? [])]
    return { entry, cis: [...new Map(cis.map(ci => [ci.value, ci])).values()] }
  })
}

type Asked = { readonly table: string; readonly query: string; readonly fields: readonly string[] }

/** Records that come twice, because others were made meanwhile, count once. */
async function all(connection: Connection, snow: ServiceNow, asked: Asked): Promise<Entry[]> {
  const found = new Map<string, Entry>()
  for (let offset = 0; ; offset += PAGE) {
    const { entries, hasMore } = await page(connection, snow, asked, offset)
    for (const entry of entries) found.set(entry.sys_id?.value ?? '', entry)
    if (found.size > MOST) throw new PullFailed(`${asked.table} has more than ${MOST} records: narrow it by a query.`)
    if (!hasMore) break
  }
  found.delete('')
  return [...found.values()]
}

async function page(
  { wire }: Connection,
  snow: ServiceNow,
  { table, query, fields }: Asked,
  offset: number,
): Promise<{ readonly entries: readonly Entry[]; readonly hasMore: boolean }> {
  const params = new URLSearchParams({
    ...{ sysparm_query: query === '' ? 'ORDERBYsys_id' : `${query}^ORDERBYsys_id`, sysparm_fields: fields.join(',') },
    ...{ sysparm_limit: String(PAGE), sysparm_offset: String(offset), sysparm_display_value: 'all' },
    ...{ sysparm_exclude_reference_link: 'true' },
  })
  for (let tries = 1; ; tries++) {
    const answer = await snow.ask('GET', `/api/now/table/${table}?${params}`)
    const trouble = 'trouble' in answer ? answer.trouble : troubleOf(answer, table)
    if (trouble === null) return pageOf(answer as WireAnswer, table)
    if (trouble.kind !== 'retry' || tries >= TRIES) throw new PullFailed(trouble.why)
    const after = 'trouble' in answer ? undefined : retryAfter(answer, wire.now())
    await wire.pause(Math.min(LONGEST_WAIT, after ?? 1000 * 2 ** tries))
  }
}

function troubleOf(answer: WireAnswer, table: string): Trouble | null {
  const { status } = answer
  if (status === 200) return null
  if (status === 429 || status >= 500) return { kind: 'retry', why: said(answer) }
  if (status === 401) return { kind: 'fault', why: `ServiceNow does not know this user or token. ${said(answer)}` }
  const roles = 'The user lacks a role: itil reads changes and the CMDB, cmdb_ot_viewer devices of OT.'
  if (status === 403) return { kind: 'fault', why: `${roles} ${said(answer)}` }
  if (status === 400 || status === 404)
    return { kind: 'fault', why: `ServiceNow has no table ${table}, or does not understand the query. ${said(answer)}` }
  return { kind: 'fault', why: status < 400 ? `${said(answer)} Redirects are not followed.` : said(answer) }
}

/** Access rules take records out of a page, so a short one is not the last: the link to the next one says it. */
function pageOf(answer: WireAnswer, table: string) {
  const result = json<{ result?: unknown }>(answer)?.result
  if (!Array.isArray(result)) throw new PullFailed(`ServiceNow answered with no records of ${table}. ${said(answer)}`)
  const { link } = answer.headers
  const hasMore = link === undefined ? result.length >= PAGE : /rel="next"/.test(link)
  return { entries: result.map(entryOf), hasMore }
}

function entryOf(raw: unknown): Entry {
  const entry: Record<string, Told> = {}
  for (const [name, told] of Object.entries((raw ?? {}) as Record<string, unknown>)) {
    const { display_value: display, value } = (told ?? {}) as { display_value?: unknown; value?: unknown }
    const plain = typeof value === 'string' ? value : typeof told === 'string' ? told : ''
    entry[name] = { value: plain, display: typeof display === 'string' ? display : plain }
  }
  return entry
}
