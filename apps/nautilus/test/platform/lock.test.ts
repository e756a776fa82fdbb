// One platform for one folder.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lock } from '../../src/platform/lock.ts'
import { Refusal } from '../../src/world.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'running')

test('a second one is refused, and told who has the folder', () => {
  const unlock = lock(folder)
  expect(() => lock(folder)).toThrow(Refusal)
  expect(() => lock(folder)).toThrow(`process ${process.pid}`)
  unlock()
  expect(existsSync(file())).toBe(false)
  lock(folder)()
})

test('one that was killed has it no longer', async () => {
  const script = `import { lock } from ${JSON.stringify(fileURLToPath(new URL('../../src/platform/lock.ts', import.meta.url)))}
    lock(${JSON.stringify(folder)})
    process.stdout.write('locked')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  expect(() => lock(folder)).toThrow(`process ${child.pid}`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  lock(folder)()
})

test.each(['', 'junk', '1 0', `${process.pid} 0`, '999999999 5'])(
  'what is left of another time does not count: %j',
  text => {
    writeFileSync(file(), text)
    lock(folder)()
  },
)
