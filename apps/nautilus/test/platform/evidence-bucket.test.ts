// Packets of findings in a bucket, against a server that checks every signature, as Amazon describes it.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BucketConfig } from '../../src/platform/config-bus.ts'
import { bucketFiles } from '../../src/platform/evidence-bucket.ts'
import { signatureOf, startS3, type TestS3 } from './s3-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-bucket-'))
let server: TestS3
let config: BucketConfig

beforeAll(async () => {
  const account = { key: 'AKTEST', secret: 'a secret/with+signs' }
  server = await startS3({ ...account, bucket: 'evidence' }, 5)
  config = { endpoint: server.endpoint, bucket: 'evidence', prefix: 'ot/east', region: 'eu-central-1', ...account }
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the server checks as Amazon says', () => {
  // Their example of a GET (Signature Calculations for the Authorization Header, "Example: GET Object").
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'
  const headers = {
    ...{ authorization, host: 'examplebucket.s3.amazonaws.com', range: 'bytes=0-9', 'x-amz-date': '20130524T000000Z' },
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  }
  const request = { method: 'GET', path: '/test.txt', query: new URLSearchParams(), headers }
  const { given, expected } = signatureOf(request, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')!
  expect(given).toBe(expected)
  expect(signatureOf(request, 'another')!.expected).not.toBe(given)
})

let caches = 0
/** Of another process each time: what is on its own disk does not help. */
const files = (more: Partial<BucketConfig> = {}) =>
  bucketFiles(join(folder, `cache-${++caches}`), { ...config, ...more })
const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('what one process keeps another has', async () => {
  const bytes = Buffer.from('some packets')
  const sum = sumOf(bytes)
  await files().put(sum, bytes)
  const other = files()
  expect(await readFile((await other.path(sum))!)).toEqual(bytes)
  expect(await other.path(sum)).toContain(sum)
  expect(await other.path('0'.repeat(64))).toBeNull()
})

test('a file that is not what its hash says is none', async () => {
  const bytes = Buffer.from('some other packets')
  const wrong = sumOf(Buffer.from('what was meant'))
  await files().put(wrong, bytes)
  await expect(files().path(wrong)).rejects.toThrow('is not what it was')
})

test('what nobody wants goes, with all its pages, and what is wanted or new stays', async () => {
  const own = files({ prefix: 'many' })
  const sums: string[] = []
  for (let index = 0; index < 12; index++) {
    const bytes = Buffer.from(`packet ${index}`)
    sums.push(sumOf(bytes))
    await own.put(sums.at(-1)!, bytes)
  }
  expect(await own.forget(new Set(), Date.now() - 60_000)).toBe(0)
  const wanted = new Set(sums.slice(0, 5))
  expect(await own.forget(wanted, Date.now() + 60_000)).toBe(7)
  const later = files({ prefix: 'many' })
  for (const sum of sums) expect((await later.path(sum)) !== null).toBe(wanted.has(sum))
})

test('a wrong secret, a bucket that is not there, and nobody at all are told in a sentence', async () => {
  const bytes = Buffer.from('x')
  await expect(files({ secret: 'wrong' }).put(sumOf(bytes), bytes)).rejects.toThrow('SignatureDoesNotMatch')
  await expect(files({ key: 'WRONG' }).put(sumOf(bytes), bytes)).rejects.toThrow('InvalidAccessKeyId')
  await expect(files({ bucket: 'nowhere' }).put(sumOf(bytes), bytes)).rejects.toThrow('there is no bucket nowhere')
  writeFileSync(join(folder, 'x'), '')
  await expect(files({ endpoint: 'http://127.0.0.1:1' }).put(sumOf(bytes), bytes)).rejects.toThrow()
})
