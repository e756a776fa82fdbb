// The table API of ServiceNow as its documentation has it: encoded queries, pages by offset with a Link header, both values
// of a field, rows that access rules leave out of a page, and its errors.
import type { Heard, Reply } from '../../packages/integrations/test/served.ts'

export type Cell = string | { readonly value: string; readonly display_value: string }
export type Row = Readonly<Record<string, Cell>>

const failure = (status: number, message: string, headers = {}): Reply => ({
  ...{ status, headers },
  body: { error: { message, detail: '' }, status: 'failure' },
})
export const plainOf = (cell: Cell | undefined): string => (typeof cell === 'object' ? cell.value : (cell ?? ''))

export class TableApi {
  readonly tables = new Map<string, Row[]>()
  readonly asked: URLSearchParams[] = []
  /** sys_ids that the user may not see. */
  readonly hidden = new Set<string>()
  /** Answers that come before any other. */
  readonly first: Reply[] = []
  forbidden = false

  answer({ path, headers, query, body }: Heard): Reply {
    if (path === '/oauth_token.do') {
      const isRight = new URLSearchParams(body.toString()).get('client_secret') === 'right'
      if (!isRight) return { status: 401, body: { error: 'access_denied', error_description: 'access_denied' } }
      return { status: 200, body: { access_token: 'token', token_type: 'Bearer', expires_in: 1799 } }
    }
    const basic = `Basic ${Buffer.from('robot:right').toString('base64')}`
    if (headers.authorization !== 'Bearer token' && headers.authorization !== basic)
      return failure(401, 'User Not Authenticated')
    const early = this.first.shift()
    if (early) return early
    this.asked.push(query)
    const [, table = ''] = /^\/api\/now\/table\/(\w+)$/.exec(path) ?? []
    const rows = this.tables.get(table)
    if (!rows) return failure(400, `Invalid table ${table}`)
    if (this.forbidden) return failure(403, 'Insufficient rights to query records')
    return this.#page(rows, query)
  }

  #page(rows: readonly Row[], query: URLSearchParams): Reply {
    const found = matching(rows, query.get('sysparm_query') ?? '')
    const [limit, offset] = [Number(query.get('sysparm_limit')), Number(query.get('sysparm_offset'))]
    const fields = (query.get('sysparm_fields') ?? '').split(',')
    const page = found.slice(offset, offset + limit).filter(row => !this.hidden.has(plainOf(row.sys_id)))
    const link =
      offset + limit < found.length
        ? '<https://x/next>;rel="next",<https://x/last>;rel="last"'
        : '<https://x/first>;rel="first"'
    const both = (cell: Cell = '') => (typeof cell === 'object' ? cell : { value: cell, display_value: cell })
    const result = page.map(row => Object.fromEntries(fields.map(field => [field, both(row[field])])))
    return { status: 200, headers: { link, 'x-total-count': String(found.length) }, body: { result } }
  }
}

/** What of an encoded query is used here: `^`, `ISNOTEMPTY`, `>`, `IN`, `=`, `ORDERBY`. */
function matching(rows: readonly Row[], query: string): Row[] {
  let found = [...rows]
  for (const part of query.split('^').filter(part => part !== '')) {
    const [, order] = /^ORDERBY(\w+)$/.exec(part) ?? []
    const [, field = '', operator = '', operand = ''] = /^([a-z_]+)(ISNOTEMPTY|IN|>|=)(.*)$/.exec(part) ?? []
    if (order !== undefined) found = found.sort((a, b) => (plainOf(a[order]) < plainOf(b[order]) ? -1 : 1))
    else if (operator === 'ISNOTEMPTY') found = found.filter(row => plainOf(row[field]) !== '')
    else if (operator === 'IN') found = found.filter(row => operand.split(',').includes(plainOf(row[field])))
    else if (operator === '>') found = found.filter(row => plainOf(row[field]) > operand)
    else if (operator === '=') found = found.filter(row => plainOf(row[field]) === operand)
    else throw new Error(`The query ${part} is not understood here.`)
  }
  return found
}
