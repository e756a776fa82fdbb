// OCSF as files: in a folder of this server, read by gzip itself, and in a bucket that checks every signature.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { kindOf, type Settings } from '@nautilus/integrations'
import { AwsClient } from 'aws4fetch'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { ownClock } from '../../apps/nautilus/src/outward/clock.ts'
import { wireOf } from '../../apps/nautilus/src/outward/wire.ts'
import { startS3 } from '../../apps/nautilus/test/platform/s3-server.ts'
import { event, everyEvent, targetOf } from '../../packages/integrations/test/samples.ts'

const root = mkdtempSync(join(tmpdir(), 'nautilus-files-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'one-'))
})

function open(settings: Settings, into: string | null = folder, allowPrivate = true) {
  const wire = wireOf(settings, {
    ...{ rules: { allowPrivate }, agent: 'test/1' },
    clock: ownClock,
    signal: new AbortController().signal,
    folder: into,
  })
  return kindOf('ocsf-files')!.open(targetOf(settings, { wire }))
}
const here = { place: 'folder', megabytes: '10' }
const filesIn = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
const uidsIn = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).metadata.uid as string)

test('every class has its partition; gzip reads what is in it', async () => {
  expect(await open(here).send(everyEvent)).toMatchObject({ rest: null })
  const files = filesIn()
  expect(files.map(path => path.slice(folder.length + 1)).toSorted()[0]).toMatch(
    /^class=2004\/tenant=acme\/site=plant-7\/day=2026-11-23\/hour=\d\d\/2026\d{4}T\d{9}Z-[\da-f]{24}\.ndjson\.gz$/,
  )
  const uids = files.flatMap(path => uidsIn(execFileSync('gzip', ['-dc', path]).toString()))
  expect(uids.toSorted()).toEqual(everyEvent.map(({ id }) => id).toSorted())
  for (const path of files) expect(statSync(path).mode & 0o777).toBe(0o640)
})

test('the same round is the same file; another has another, and what is there stays', async () => {
  await open(here).send([event(1), event(2)])
  await open(here).send([event(1), event(2)])
  expect(filesIn()).toHaveLength(1)
  await open(here).send([event(1)])
  expect(
    filesIn()
      .map(path => uidsIn(execFileSync('gzip', ['-dc', path]).toString()).length)
      .toSorted(),
  ).toEqual([1, 2])
})

test('a folder that is full waits for a person, until files are taken away', async () => {
  const to = open({ ...here, megabytes: '0.0001' })
  const answer = await to.send([event(1)])
  expect(answer.rest).toMatchObject({ kind: 'fault', why: expect.stringContaining('take files away') })
  expect(filesIn()).toEqual([])
  const roomy = open({ ...here, megabytes: '0.0015' })
  expect((await roomy.send([event(1)])).delivered).toEqual([1])
  let sent = 1
  while ((await roomy.send([event(++sent)])).delivered.length > 0) expect(sent).toBeLessThan(10)
  for (const path of filesIn()) rmSync(path)
  expect((await roomy.send([event(sent)])).delivered).toEqual([sent])
})

test('nothing is written outside of the folder, and nothing where there is none', async () => {
  const up = event(1, { site: '../../../etc', tenant: '..' })
  expect((await open(here).send([up])).rest).toBeNull()
  expect(filesIn()).toHaveLength(1)
  expect((await open({ ...here, prefix: '../../up' }).send([event(1)])).rest).toMatchObject({ kind: 'fault' })
  expect((await open(here, null).send([event(1)])).rest).toMatchObject({ kind: 'fault' })
  const { fields } = kindOf('ocsf-files')!
  expect(fields.find(({ name }) => name === 'prefix')!.fault('a/../../b')).not.toBeNull()
})

test('a bucket has them too, and says in words what is wrong', async () => {
  const account = { key: 'the-key', secret: 'the-secret', bucket: 'lake' }
  const s3 = await startS3(account, 100)
  const settings = {
    ...{ place: 'bucket', url: s3.endpoint, bucket: 'lake', region: 'eu-central-1', prefix: 'ot/ocsf' },
    ...{ accessKey: account.key, secretKey: account.secret },
  }
  const rest = async (more: Settings, allowPrivate = true) =>
    (await open({ ...settings, ...more }, null, allowPrivate).send([event(1)])).rest
  try {
    expect(await open(settings, null).send(everyEvent)).toMatchObject({ rest: null })
    const client = new AwsClient({
      accessKeyId: account.key,
      secretAccessKey: account.secret,
      region: 'eu-central-1',
      service: 's3',
    })
    const list = await (await client.fetch(`${s3.endpoint}/lake?list-type=2&prefix=`)).text()
    const keys = [...list.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key!)
    expect(keys.length).toBeGreaterThan(4)
    const uids: string[] = []
    for (const key of keys) {
      expect(key.startsWith('ot/ocsf/class=')).toBe(true)
      const answer = await client.fetch(`${s3.endpoint}/lake/${key.split('/').map(encodeURIComponent).join('/')}`)
      uids.push(...uidsIn(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()))
    }
    expect(uids.toSorted()).toEqual(everyEvent.map(({ id }) => id).toSorted())
    expect(await rest({ secretKey: 'wrong-secret' })).toEqual({
      ...{ kind: 'fault', about: 'credentials', why: 'SignatureDoesNotMatch: The secret key is wrong.' },
    })
    expect(await rest({ bucket: 'other' })).toMatchObject({ why: 'NoSuchBucket: There is no bucket of this name.' })
    expect(await rest({}, false)).toMatchObject({ kind: 'fault', about: 'address' })
  } finally {
    await s3.close()
  }
  expect(await rest({})).toMatchObject({ kind: 'retry', about: 'address' })
})

test('a bucket needs what buckets need', () => {
  expect(Object.keys(kindOf('ocsf-files')!.check!({ place: 'bucket', region: 'x' }))).toEqual([
    ...['url', 'bucket', 'accessKey', 'secretKey'],
  ])
  expect(kindOf('ocsf-files')!.check!({ place: 'folder' })).toEqual({})
})
