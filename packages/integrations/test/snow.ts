// ServiceNow as its documentation has it: tokens, the table API with its queries, events by message key, and the engine
// that identifies devices by serial number, address and name, and reports duplicates.
import type { Heard, Reply } from './served.ts'

type Row = Record<string, string>
const failure = (status: number, message: string, headers = {}): Reply => ({
  status,
  headers,
  body: { error: { message, detail: '' }, status: 'failure' },
})
type Item = {
  className: string
  values: Row
  lookup?: { className: string; values: Row }[]
  sys_object_source_info?: { source_native_key: string }
}

export class ServiceNow {
  readonly records: Row[] = []
  readonly alerts = new Map<string, Row>()
  readonly devices: (Row & { sys_id: string })[] = []
  readonly tables = new Set(['incident', 'sn_si_incident'])
  token = ''
  tokens = 0
  limited = false
  /** Roles of the user. */
  readonly roles = new Set(['itil', 'evt_mgmt_integration', 'cmdb_ot_editor'])

  answer(heard: Heard): Reply {
    const { method, path, headers, body, query } = heard
    if (path === '/oauth_token.do') return this.#tokenFor(new URLSearchParams(body.toString()))
    const basic = `Basic ${Buffer.from('robot:right').toString('base64')}`
    if (headers.authorization !== `Bearer ${this.token}` && headers.authorization !== basic)
      return failure(401, 'User Not Authenticated')
    if (this.limited)
      return failure(429, 'Rate limit exceeded', {
        'retry-after': '17',
        'x-ratelimit-limit': '100',
        'x-ratelimit-reset': '1',
      })
    const said = body.length > 0 ? JSON.parse(body.toString()) : {}
    if (path === '/api/global/em/jsonv2') return this.#events(said.records)
    if (path.startsWith('/api/now/identifyreconcile/enhanced')) return this.#identify(said.items)
    const [, table = '', id] = /^\/api\/now\/table\/(\w+)(?:\/(\w+))?$/.exec(path) ?? []
    if (!this.tables.has(table)) return failure(404, `Invalid table ${table}`)
    if (!this.roles.has('itil')) return failure(403, 'Insufficient rights')
    if (method === 'GET') return { status: 200, body: { result: this.#found(query.get('sysparm_query') ?? '') } }
    if (method === 'POST') {
      const row = { ...said, sys_id: (this.records.length + 1).toString(16).padStart(32, '0'), state: '1' }
      this.records.push(row)
      return { status: 201, body: { result: row } }
    }
    const row = this.records.find(({ sys_id }) => sys_id === id)
    if (!row) return failure(404, 'No Record found')
    const { work_notes, ...rest } = said
    // A journal: what is written is added.
    Object.assign(row, rest, work_notes ? { work_notes: `${row.work_notes ?? ''}${work_notes}\n` } : {})
    return { status: 200, body: { result: row } }
  }

  #tokenFor(form: URLSearchParams): Reply {
    if (form.get('client_secret') !== 'right') return { status: 401, body: { error: 'access_denied' } }
    this.token = `token-${++this.tokens}`
    return { status: 200, body: { access_token: this.token, token_type: 'Bearer', expires_in: 1799 } }
  }

  #found(query: string): Row[] {
    const [, since] =
      /^correlation_display=Nautilus OT\^sys_updated_on>([^^]+)\^ORDERBYsys_updated_on$/.exec(query) ?? []
    if (since !== undefined) return this.records.filter(row => (row.sys_updated_on ?? '9999') > since)
    const [, id] = /^correlation_id=([^^]*)\^ORDERBYDESCsys_created_on$/.exec(query) ?? []
    return this.records.filter(row => row.correlation_id === id).slice(-1)
  }

  #events(records: Row[]): Reply {
    if (!this.roles.has('evt_mgmt_integration')) return failure(403, 'Insufficient rights')
    for (const record of records) {
      JSON.parse(record.additional_info ?? '')
      this.alerts.set(record.message_key ?? '', record)
    }
    return { status: 200, body: { result: { 'Default Bulk Endpoint': `${records.length} events were inserted` } } }
  }

  #identify(items: Item[]): Reply {
    if (!this.roles.has('cmdb_ot_editor')) return failure(403, 'Insufficient rights')
    const result = items.map(item => {
      const { name = '', serial_number } = item.values
      if (name === '')
        return {
          className: item.className,
          sysId: 'Unknown',
          errorCount: 1,
          errors: [{ error: 'MISSING', message: 'name' }],
        }
      const mac = item.lookup?.find(({ className }) => className === 'cmdb_ci_network_adapter')?.values.mac_address
      const by = [
        ['serial', serial_number],
        ['mac', mac],
        ['name', name],
      ] as const
      for (const [key, value] of by) {
        const found = value ? this.devices.filter(device => device[key] === value) : []
        if (found.length > 1)
          return {
            className: item.className,
            sysId: 'Unknown',
            errorCount: 1,
            identificationAttempts: [{ attemptResult: 'MULTI_MATCH' }],
          }
        const [device] = found
        if (device) {
          Object.assign(device, item.values)
          return { className: item.className, operation: 'UPDATE', sysId: device.sys_id, errorCount: 0, errors: [] }
        }
      }
      const sys_id = String(this.devices.length + 1)
      this.devices.push({
        ...item.values,
        sys_id,
        name,
        serial: serial_number ?? '',
        mac: mac ?? '',
        className: item.className,
      })
      return { className: item.className, operation: 'INSERT', sysId: sys_id, errorCount: 0, errors: [] }
    })
    return { status: 200, body: { result: { items: result } } }
  }
}
