// ClickHouse embedded, as a process of its own that answers ClickHouse's HTTP protocol on the loopback address. The
// engine must never be loaded in a worker thread, and a crash of it must not take the platform along.
//
// argv: folder of the data, port (0: any). Standard input: the secret; when it ends the process ends, so that it never outlives us.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import { type RawInsertFormat, Session } from 'chdb'
import { textOf } from '../trouble.ts'
import { InsertPool } from './insert-pool.ts'
import { sameSecret, secretFrom } from './secret.ts'
import { isToken } from './token-log.ts'

/** Bytes of one request. A batch of 50,000 rows is about 20 MB. */
const MAX_BODY = 256 * 1024 * 1024
/** ms for which a connection may be idle. */
const IDLE = 600_000
/** Parameters of the URL that are not settings. */
const RESERVED = new Set(['query', 'database', 'default_format', 'query_id', 'session_id', 'session_timeout', 'role'])
const INSERT = /^\s*INSERT\s+INTO\s+([\w.]+)\s*(?:\(([^)]*)\))?\s+FORMAT\s+(\w+)\s*$/is
const CODE = /Code:\s*(\d+)/
/** Lines that cannot be read or are not what the table holds; the table or the column is not there. */
const REFUSALS = new Set([6, 10, 16, 26, 27, 38, 41, 47, 53, 60, 62, 69, 70, 72, 81, 117, 130, 131, 321, 349, 441, 675])
/** By which the engine knows an insert that comes again. */
const TOKEN = 'insert_deduplication_token'
const LINES = 'TabSeparated'

const [folder = '', wanted = '0'] = process.argv.slice(2)
const secret = await secretFrom(process.stdin)
// Held open, so that the engine stays up between requests; each request has a session, and so settings, of its own.
const keeper = new Session(folder)
keeper.query('CREATE DATABASE IF NOT EXISTS nautilus')

const server = createServer((request, response) => {
  answer(request, response).catch(error => fail(response, error))
})
// A client whose thread has much to do does not see that we close what is idle, and writes into it.
server.keepAliveTimeout = IDLE
server.listen(Number(wanted), '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`)
})
process.stdin.on('end', end)
process.stdin.resume()
// A Ctrl-C goes to the whole group: we end when our parent says so.
process.on('SIGINT', () => {})
process.on('SIGTERM', end)

function end(): void {
  server.close()
  server.closeAllConnections()
  keeper.close()
  process.exit(0)
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname === '/ping') return send(response, 200, 'Ok.\n')
  if (!sameSecret(secret, request.headers['x-clickhouse-key'], request.headers.authorization))
    return send(response, 403, 'Code: 516. DB::Exception: The secret is wrong. (AUTHENTICATION_FAILED)')
  const body = await bodyOf(request)
  if (body === null) return send(response, 413, `Code: 241. DB::Exception: More than ${MAX_BODY} bytes. (TOO_LARGE)`)
  const inUrl = url.searchParams.get('query')
  const settings = settingsOf(url.searchParams)
  if (inUrl !== null && inUrl !== '' && body.length > 0) return insert(inUrl, body, settings, response)
  return query(inUrl || body.toString('utf8'), url.searchParams, settings, request, response)
}

type Insert = Parameters<InsertPool['add']>[0] & { readonly format: string; readonly values: Buffer }

const pool = new InsertPool({
  folder: join(dirname(folder), 'inserts'),
  insert: (into, token, values) =>
    inserted({ ...into, format: LINES, values, settings: { ...into.settings, [TOKEN]: token } }),
  isRefusal: error => REFUSALS.has(Number(CODE.exec(textOf(error))?.[1])),
})

async function insert(sql: string, values: Buffer, settings: Settings, response: ServerResponse): Promise<void> {
  const parts = INSERT.exec(sql)
  if (!parts) return send(response, 400, 'Code: 62. DB::Exception: Not an INSERT … FORMAT. (SYNTAX_ERROR)')
  const [, table = '', names, format = ''] = parts
  const columns = names ? names.split(',').map(name => name.trim()) : []
  const { [TOKEN]: token, ...others } = Object.fromEntries(settings)
  let rows: number | null = null
  if (format === LINES && typeof token === 'string' && isToken(token) && values.at(-1) === 0x0a)
    await pool.add({ table, columns, settings: others }, token, values)
  else rows = await inserted({ table, columns, format, values, settings: Object.fromEntries(settings) })
  if (rows !== null) response.setHeader('x-clickhouse-summary', JSON.stringify({ written_rows: String(rows) }))
  send(response, 200, '')
}

/** Rows that were written. */
async function inserted({ table, columns, format, values, settings }: Insert): Promise<number> {
  let rows = 0
  await withSession(async session => {
    const names = columns.length > 0 ? { columns: [...columns] } : {}
    const done = await session.insert({ table, values, format: format as RawInsertFormat, settings, ...names })
    rows = done.rowsWritten
  })
  return rows
}

async function query(
  sql: string,
  params: URLSearchParams,
  settings: Settings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const marked = `/* ${markOf(params.get('query_id'))} */ ${withSettings(sql, settings)}`
  const bound = Object.fromEntries([...params].filter(([k]) => k.startsWith('param_')).map(([k, v]) => [k.slice(6), v]))
  let ended = false
  response.on('close', () => {
    if (!ended) kill(params.get('query_id'))
  })
  await withSession(async session => {
    const given = Object.keys(bound).length > 0
    const result = await (given ? session.queryBindAsync(marked, bound) : session.queryAsync(marked))
    ended = true
    if (request.destroyed && !response.writable) return
    const bytes = result.bytes()
    response.setHeader('x-clickhouse-summary', JSON.stringify({ read_rows: String(result.rowsRead) }))
    send(response, 200, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  })
}

const markOf = (id: string | null): string => `nautilus:${(id ?? '').replaceAll(/[^\w-]/g, '')}`

/** Whoever asked is gone: its query need not go on. */
function kill(id: string | null): void {
  if (!id) return
  const sql = `KILL QUERY WHERE startsWith(query, '/* ${markOf(id)} */') ASYNC`
  withSession(async session => {
    await session.queryAsync(sql)
  }).catch(() => {})
}

async function withSession(use: (session: Session) => Promise<void>): Promise<void> {
  const session = new Session(folder)
  try {
    await use(session)
  } finally {
    session.close()
  }
}

type Settings = readonly (readonly [string, string | number])[]

function settingsOf(params: URLSearchParams): Settings {
  return [...params]
    .filter(([name]) => /^[a-z][a-z0-9_]*$/.test(name) && !RESERVED.has(name) && !name.startsWith('param_'))
    .map(([name, value]) => [name, /^-?\d+$/.test(value) ? Number(value) : value] as const)
}

/** In the statement, never as SET: a session's SET would stick in the engine and meet the next request. */
function withSettings(sql: string, settings: Settings): string {
  if (settings.length === 0 || !/^\s*(SELECT|WITH)\b/i.test(sql)) return sql
  const list = settings.map(([name, value]) => `${name} = ${typeof value === 'number' ? value : quoted(value)}`)
  return `${sql}\nSETTINGS ${list.join(', ')}`
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    size += (piece as Buffer).length
    if (size > MAX_BODY) return null
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces)
}

function fail(response: ServerResponse, error: unknown): void {
  const text = textOf(error)
  response.setHeader('x-clickhouse-exception-code', CODE.exec(text)?.[1] ?? '1002')
  send(response, 500, CODE.test(text) ? text : `Code: 1002. DB::Exception: ${text} (UNKNOWN_EXCEPTION)`)
}

function send(response: ServerResponse, status: number, body: string | Buffer): void {
  if (response.writableEnded || response.destroyed) return
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(body)
}
