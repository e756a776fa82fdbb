// Files of incidents in a bucket: what one process takes in, every other one has, and nothing that is not what its hash says.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { attachmentsIn } from '../../src/platform/attachments.ts'
import { Bucket } from '../../src/platform/bucket.ts'
import type { BucketConfig } from '../../src/platform/config-bus.ts'
import { bucketFiles } from '../../src/platform/evidence-bucket.ts'
import { startS3, type TestS3 } from './s3-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-attached-'))
const log = pino({ level: 'silent' })
const account = { key: 'AKTEST', secret: 'a secret/with+signs' }
let server: TestS3
let config: BucketConfig

beforeAll(async () => {
  server = await startS3({ ...account, bucket: 'evidence' }, 5)
  config = { endpoint: server.endpoint, bucket: 'evidence', prefix: 'ot', region: 'eu-central-1', ...account }
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const sumOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
let processes = 0
/** A data folder of its own each time. */
const process = (more: Partial<BucketConfig> = {}, own = join(folder, `p-${++processes}`)) => ({
  own,
  files: attachmentsIn(own, { ...config, ...more }, log),
})
const kept = async ({ files }: ReturnType<typeof process>, tenant: string, bytes: Uint8Array) => {
  const received = await files.receiving()
  writeFileSync(received, bytes)
  await files.keep(tenant, sumOf(bytes), received)
  return sumOf(bytes)
}
const parts = (own: string) =>
  readdirSync(own, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.part'))

test('what one process takes in another has, whole, and nothing is left half', async () => {
  const bytes = randomBytes(3_000_000)
  const [one, other] = [process(), process()]
  const hash = await kept(one, 'main', bytes)
  const path = (await other.files.path('main', hash))!
  expect(path.startsWith(other.own)).toBe(true)
  expect(sumOf(await readFile(path))).toBe(hash)
  expect(await other.files.path('main', hash)).toBe(path)
  expect([...parts(one.own), ...parts(other.own)]).toEqual([])
})

test('another tenant has nothing by the same hash, and what was never there is told', async () => {
  const hash = await kept(process(), 'main', Buffer.from('a photo of a panel'))
  expect(await process().files.path('other', hash)).toBeNull()
  expect(await process().files.path('main', '0'.repeat(64))).toBeNull()
})

test('a file that was changed in the bucket is none', async () => {
  const meant = sumOf('what was meant')
  const name = `ot/attachments/${sumOf('main')}/${meant}`
  const data = Buffer.from('something else')
  await new Bucket(config).put(name, { data, sha256: sumOf(data), type: 'text/plain' })
  const one = process()
  await expect(one.files.path('main', meant)).rejects.toThrow('is not what it was')
  expect(parts(one.own)).toEqual([])
})

test('what was taken in before there was a bucket comes into it, and is not sent twice', async () => {
  const own = join(folder, 'before')
  const bytes = Buffer.from('from the time before')
  const hash = await kept({ own, files: attachmentsIn(own, null, log) }, 'main', bytes)
  expect(await process().files.path('main', hash)).toBeNull()
  process({}, own)
  await vi.waitFor(async () => expect(await process().files.path('main', hash)).not.toBeNull(), { timeout: 20_000 })
})

test('a bucket that does not take it leaves the upload undone, with a sentence', async () => {
  const one = process({ secret: 'wrong' })
  await expect(kept(one, 'main', Buffer.from('x'))).rejects.toThrow('SignatureDoesNotMatch')
  expect(await one.files.path('main', sumOf('x')).catch(error => error.message)).toContain('SignatureDoesNotMatch')
})

test('packets that nobody wants go, and files of incidents in the same bucket stay', async () => {
  const hash = await kept(process(), 'main', Buffer.from('stays'))
  const cache = join(folder, 'cache')
  await mkdir(dirname(cache), { recursive: true })
  const packets = bucketFiles(cache, config)
  const bytes = Buffer.from('goes')
  await packets.put(sumOf(bytes), bytes)
  expect(await packets.forget(new Set(), Date.now() + 60_000)).toBe(1)
  expect(await process().files.path('main', hash)).not.toBeNull()
})
