// How soon the bus has on its disk what it acknowledges. The nats-server of the tests is older than the setting; where one
// is newer, it judges the file itself.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newBusKeys, serverFile } from '../src/index.ts'

test.each([null, 'always', '10s'])('a server with sync %s', async sync => {
  const store = mkdtempSync(join(tmpdir(), 'nautilus-sync-'))
  try {
    const text = await serverFile(newBusKeys(), { name: 'bus', port: 4222, store, cluster: null, sync })
    expect(/sync_interval: (\w+) }$/m.exec(text)?.[1] ?? null).toBe(sync)
    const file = join(store, 'bus.conf')
    writeFileSync(file, text)
    const { status, stderr } = spawnSync('nats-server', ['-t', '-c', file], { encoding: 'utf8' })
    const isOld = sync !== null && /sync_interval/.test(stderr)
    expect([isOld || status === 0, stderr]).toEqual([true, expect.anything()])
  } finally {
    rmSync(store, { recursive: true })
  }
})
