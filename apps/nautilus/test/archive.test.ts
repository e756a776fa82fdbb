// The file of a backup: what was written comes back, and no byte of it can be another.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { isWithin } from '../src/backup/files.ts'
import { type Manifest, manifestFrom, newManifest } from '../src/backup/manifest.ts'
import { cut, writePart } from '../src/backup/parts.ts'
import { opened, sealed } from '../src/backup/sealing.ts'
import { archiveWriter, Broken, type Entry, entriesOf } from '../src/backup/tar.ts'
import { verified } from '../src/backup/verify.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-archive-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function archived(entries: readonly Entry[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  const writer = archiveWriter(async bytes => void pieces.push(Buffer.from(bytes)))
  for (const { name, body } of entries) await writer.add(name, body)
  await writer.end()
  return Buffer.concat(pieces)
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

const entry = fc.record({
  name: fc.stringMatching(/^[a-z]{1,20}\/[0-9]{1,6}$/),
  body: fc.uint8Array({ maxLength: 3000 }).map(bytes => Buffer.from(bytes)),
})

test('what was put in comes out, in whatever pieces it is read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 5 }), fc.integer({ min: 1, max: 5000 }), async (entries, size) => {
      expect(await all(entriesOf(inPieces(await archived(entries), size)))).toEqual(entries)
    }),
    { numRuns: 50 },
  )
})

test('one byte that is another, one that is missing, one too many: all are refused', async () => {
  const entries = [
    { name: 'parts/000001/000001.zst', body: Buffer.from('a part') },
    { name: 'manifest.json', body: Buffer.alloc(700, 'x') },
  ]
  const whole = await archived(entries)
  const refused = (bytes: Buffer) => expect(all(entriesOf(inPieces(bytes, 333)))).rejects.toThrow(Broken)
  // Every one of them.
  for (let at = 0; at < whole.length; at++) {
    const other = Buffer.from(whole)
    other[at]! ^= 1 << (at % 8)
    await refused(other)
  }
  for (const length of [0, 1, 511, 512, whole.length - 1024, whole.length - 1]) await refused(whole.subarray(0, length))
  await refused(Buffer.concat([whole, Buffer.alloc(1)]))
  await refused(Buffer.concat([whole, whole]))
})

test('tar reads it', async () => {
  const file = join(folder, 'readable.tar')
  writeFileSync(file, await archived([{ name: 'README.txt', body: Buffer.from('hello') }]))
  const { status, stdout } = spawnSync('tar', ['-xOf', file, 'README.txt'], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'hello' })
})

/** Of passphrases that nobody tries. */
const COST = 2 ** 10

describe('sealed', () => {
  async function seal(passphrase: string, bytes: Buffer): Promise<Buffer> {
    const pieces: Buffer[] = []
    const writer = sealed(passphrase, async piece => void pieces.push(Buffer.from(piece)), COST)
    for await (const piece of inPieces(bytes, 700_000)) await writer.write(piece)
    await writer.end()
    return Buffer.concat(pieces)
  }
  const open = async (passphrase: string, bytes: Buffer) =>
    Buffer.concat(await all(opened(passphrase, inPieces(bytes, 999_999), COST)))

  test.each([0, 1, 1024 * 1024, 1024 * 1024 + 1, 2_500_000])('%d bytes come back', async size => {
    const bytes = Buffer.alloc(size, 'nautilus')
    const under = await seal('a passphrase', bytes)
    expect((await open('a passphrase', under)).equals(bytes)).toBe(true)
    expect(under.includes('nautilusnautilus')).toBe(false)
  })

  test('nothing opens what was cut, moved or changed', async () => {
    const under = await seal('a passphrase', Buffer.alloc(2_500_000, 'nautilus'))
    const frame = 1024 * 1024 + 16
    const head = under.length - 2 * frame - (2_500_000 - 2 * 1024 * 1024 + 16)
    const frames = [under.subarray(head, head + frame), under.subarray(head + frame, head + 2 * frame)]
    const last = under.subarray(head + 2 * frame)
    const flipped = Buffer.from(under)
    flipped[head + frame + 5]! ^= 4
    for (const bytes of [
      flipped,
      under.subarray(0, under.length - last.length),
      under.subarray(0, -1),
      Buffer.concat([under.subarray(0, head), frames[1]!, frames[0]!, last]),
      Buffer.concat([under.subarray(0, head), frames[0]!, last]),
      Buffer.concat([under, Buffer.alloc(1)]),
    ])
      await expect(open('a passphrase', bytes)).rejects.toThrow(Broken)
    await expect(open('another', under)).rejects.toThrow('this passphrase')
  })
})

describe('a manifest', () => {
  const manifest = newManifest({ program: '1', made: 'now', id: 'x', migrations: ['0001-first'], parts: [] })
  const bodyOf = (change: object) => Buffer.from(JSON.stringify({ ...manifest, ...change }))

  test('of a later program is refused with what to do', () => {
    expect(manifestFrom(bodyOf({}))).toEqual(manifest)
    expect(() => manifestFrom(bodyOf({ version: 2, program: '9.1' }))).toThrow('the program that made it (9.1)')
    expect(() => manifestFrom(Buffer.from('{"format":"x"}'))).toThrow('no backup of Nautilus')
    expect(() => manifestFrom(Buffer.from('{'))).toThrow('cannot be read')
  })

  async function fileOf(change: Partial<Manifest>, parts: readonly Entry[] = []): Promise<string> {
    const file = join(folder, 'some.backup')
    writeFileSync(file, await archived([...parts, { name: 'manifest.json', body: bodyOf(change) }]))
    return file
  }
  const check = async (change: Partial<Manifest>, parts?: readonly Entry[]) =>
    verified({ file: await fileOf(change, parts), passphrase: null, onBytes: () => {} })

  test('of tables that this program does not know is refused', async () => {
    await expect(check({ migrations: ['0001-first', '9999-later'] })).rejects.toThrow('newer than this program')
    await expect(check({})).resolves.toEqual(manifest)
  })

  test('must agree with what is there, and name no file elsewhere', async () => {
    const written: Entry[] = []
    const writer = { add: async (name: string, body: Buffer) => void written.push({ name, body }), end: async () => {} }
    const part = await writePart(writer, 'parts/000001', inPieces(Buffer.from('content'), 3), () => {})
    const named = (path: string) => ({ kind: 'file' as const, path, ...part })
    expect((await check({ parts: [named('secret')] }, written)).parts).toHaveLength(1)
    for (const parts of [
      [{ ...named('secret'), sha256: '0'.repeat(64) }],
      [{ ...named('secret'), pieces: 2 }],
      [named('../secret')],
      [named('/etc/passwd')],
      [named('state/data/pg_hba.conf')],
    ])
      await expect(check({ parts }, written)).rejects.toThrow(Broken)
  })
})

test('paths stay inside', () => {
  for (const path of ['secret', 'uploads/1', 'evidence/a..b']) expect(isWithin(path)).toBe(true)
  for (const path of ['', '.', '..', 'a/../b', 'a//b', '/a', './a', 'a/..', 'running', 'telemetry/address'])
    expect(isWithin(path), path).toBe(false)
})

test('streams are cut into pieces of one size', async () => {
  async function* stream() {
    for (let at = 0; at < 5; at++) yield Buffer.alloc(3 * 1024 * 1024, at)
    return 5
  }
  let answer = 0
  const pieces = await all(
    cut(stream(), told => {
      answer = told
    }),
  )
  const mega = 1024 * 1024
  expect(pieces.map(({ length }) => length / mega)).toEqual([4, 4, 4, 3])
  expect(Buffer.concat(pieces).at(-1)).toBe(4)
  expect(answer).toBe(5)
})
