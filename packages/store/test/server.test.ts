// The PostgreSQL that comes along: orphans, damage, other versions.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type StateServer, startState, Trouble } from '../src/index.ts'
import { temporaryFolder } from './state.ts'

const folder = temporaryFolder()
const data = join(folder, 'data')
const index = fileURLToPath(new URL('../src/index.ts', import.meta.url))

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const pidOf = (): number => Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10)

beforeAll(async () => {
  const server = await startState(folder)
  await ask(server.url, 'create table kept (n integer); insert into kept values (7)')
  await server.stop()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a stopped server leaves nothing running', () => {
  expect(existsSync(join(data, 'postmaster.pid'))).toBe(false)
})

test('nobody reaches it but over its socket', async () => {
  const server = await startState(folder)
  const [row] = (await ask(server.url, 'show listen_addresses')) as { listen_addresses: string }[]
  await server.stop()
  expect(row?.listen_addresses).toBe('')
})

test('after a kill -9 the orphan is stopped in order, and nothing is lost', async () => {
  const script = `import { startState } from ${JSON.stringify(index)}
    await startState(${JSON.stringify(folder)})
    process.stdout.write('up')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const orphan = pidOf()
  const url = `postgresql://nautilus@/postgres?host=${encodeURIComponent(join(folder, 'socket'))}&port=5432`
  await ask(url, 'insert into kept values (8)')
  child.kill('SIGKILL')
  await once(child, 'exit')
  process.kill(orphan, 0)
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const server: StateServer = await startState(folder)
  expect(String(warned.mock.calls[0]?.[0])).toMatch(/left behind was stopped/)
  warned.mockRestore()
  expect(() => process.kill(orphan, 0)).toThrow('ESRCH')
  expect(await ask(server.url, 'select n from kept order by n')).toEqual([{ n: 7 }, { n: 8 }])
  await server.stop()
})

test('a folder of another version is refused with a sentence', async () => {
  const file = join(data, 'PG_VERSION')
  const own = readFileSync(file, 'utf8')
  writeFileSync(file, '12\n')
  try {
    const refused = await startState(folder).catch(error => error)
    expect(refused).toBeInstanceOf(Trouble)
    expect(refused.message).toContain(data)
    expect(refused.message).toMatch(/version 12/)
  } finally {
    writeFileSync(file, own)
  }
})

test('a damaged folder is refused with a sentence', async () => {
  const file = join(data, 'global', 'pg_control')
  const own = readFileSync(file)
  writeFileSync(file, Buffer.alloc(own.length))
  try {
    const refused = await startState(folder).catch(error => error)
    expect(refused).toBeInstanceOf(Trouble)
    expect(refused.message).toMatch(/^The database in .* did not start: /)
  } finally {
    writeFileSync(file, own)
  }
  const server = await startState(folder)
  expect(await ask(server.url, 'select count(*)::int as n from kept')).toEqual([{ n: 2 }])
  await server.stop()
})

test('what an interrupted first start left is made anew', async () => {
  const other = temporaryFolder()
  const { mkdirSync } = await import('node:fs')
  mkdirSync(join(other, 'data'))
  writeFileSync(join(other, 'data', 'half'), 'x')
  const server = await startState(other)
  expect(existsSync(join(other, 'data', 'half'))).toBe(false)
  await server.stop()
  rmSync(other, { recursive: true, force: true })
})
