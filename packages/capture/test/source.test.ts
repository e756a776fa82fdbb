import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { readCapture } from '../src/index.ts'
import { bytes } from './bytes.ts'
import { pcap } from './files.ts'
import { Keeper } from './reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-capture-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
function stored(content: Uint8Array | string): string {
  const path = join(folder, `file-${files++}`)
  writeFileSync(path, content)
  return path
}

async function readBack(path: string) {
  const keeper = new Keeper()
  const steps: [number, number][] = []
  const reading = await readCapture(path, keeper, (read, total) => steps.push([read, total]))
  return { reading, records: keeper.records, steps }
}

/** Frames that do not compress away. */
let seed = 1
const noise = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return seed >>> 24
  })
const many = Array.from({ length: 4000 }, (_, i) => ({ data: noise(60 + (i % 300)), seconds: i }))
const whole = pcap(many)
const few = pcap(many.slice(0, 20))

const packings: [string, (data: Uint8Array) => Uint8Array][] = [
  ['plain', data => data],
  ['gzip', data => gzipSync(data)],
  ['zstd', data => zstdCompressSync(data)],
]

describe('a capture file', () => {
  for (const [name, pack] of packings) {
    test(`${name} is read whole, and progress reaches the size of the file`, async () => {
      const packed = pack(whole)
      const { reading, records, steps } = await readBack(stored(packed))
      expect(reading).toEqual({ ok: true, format: 'pcap', bytes: whole.length, damage: null })
      expect(records).toHaveLength(many.length)
      expect(records.every((r, i) => r.data === Buffer.from(many[i]!.data).toString('hex'))).toBe(true)
      expect(steps.at(-1)).toEqual([packed.length, packed.length])
      expect(steps.every(([read], i) => read >= (steps[i - 1]?.[0] ?? 0))).toBe(true)
    })
  }

  test('of several gzip members or zstd frames one after the other', async () => {
    for (const pack of [packings[1]![1], packings[2]![1]]) {
      const half = whole.length >> 1
      const path = stored(bytes(pack(whole.subarray(0, half)), pack(whole.subarray(half))))
      const { reading, records } = await readBack(path)
      expect(reading).toMatchObject({ ok: true, damage: null })
      expect(records).toHaveLength(many.length)
    }
  })
})

describe('damage', () => {
  test('a gzip cut anywhere gives what is readable and one damage', async () => {
    const packed = gzipSync(few)
    let before = 0
    for (let cut = 250; cut < packed.length; cut += 97) {
      const { reading, records } = await readBack(stored(packed.subarray(0, cut)))
      expect(reading).toMatchObject({ ok: true, damage: { why: expect.stringContaining('gzip') } })
      expect(records.length).toBeGreaterThanOrEqual(before)
      before = records.length
    }
    expect(before).toBeGreaterThan(17)
  })

  test('a large gzip or zstd cut in the middle gives about half', async () => {
    for (const [name, pack] of packings.slice(1)) {
      const packed = pack(whole)
      const { reading, records } = await readBack(stored(packed.subarray(0, packed.length >> 1)))
      expect(reading).toMatchObject({ ok: true, damage: { why: expect.stringContaining(name) } })
      expect(records.length).toBeGreaterThan(1500)
      expect(records.length).toBeLessThan(2200)
    }
  })

  test('a gzip spoiled in the middle gives all that comes before', async () => {
    // Text compresses into blocks with codes, where a changed bit leads to an impossible one.
    const texts = Array.from({ length: 4000 }, (_, i) => ({ data: new TextEncoder().encode(`${i * i} packets ${i}`) }))
    const packed = gzipSync(pcap(texts))
    const spoiled = packed.slice()
    const at = packed.length >> 1
    spoiled.fill(0xff, at, at + 40)
    const { reading, records } = await readBack(stored(spoiled))
    expect(reading).toMatchObject({ ok: true })
    expect(reading.ok && reading.damage).not.toBeNull()
    const sound = gunzipSync(packed.subarray(0, at), { finishFlush: constants.Z_SYNC_FLUSH }).length
    expect(reading.ok && reading.bytes).toBeGreaterThan(sound - 200)
    const whole = records.slice(0, -20)
    expect(whole.length).toBeGreaterThan(1000)
    expect(whole.every((r, i) => r.data === Buffer.from(texts[i]!.data).toString('hex'))).toBe(true)
  })

  test('a gzip spoiled in its first bytes is not a capture that can be read', async () => {
    const packed = gzipSync(few)
    packed.fill(0xff, 10, 60)
    const { reading } = await readBack(stored(packed))
    expect(reading).toMatchObject({ ok: false, code: 'capture.unreadable' })
    expect(reading.ok || reading.message).toContain('unpacked')
  })

  test('a damaged record in a gzip is told where it is in the capture, and reading stops', async () => {
    const spoiled = whole.slice()
    spoiled.fill(0xff, 24, 40)
    const { reading, records } = await readBack(stored(gzipSync(spoiled)))
    expect(records).toHaveLength(0)
    expect(reading).toMatchObject({ ok: true, damage: { at: 24 } })
  })

  test('a plain file cut in its last packet gives all others', async () => {
    const { reading, records } = await readBack(stored(whole.subarray(0, whole.length - 10)))
    expect(records).toHaveLength(many.length - 1)
    expect(reading).toMatchObject({ ok: true, damage: { why: expect.stringContaining('the last packet is cut') } })
  })
})

describe('what is no capture', () => {
  test('a missing file', async () => {
    const { reading } = await readBack(join(folder, 'nowhere.pcap'))
    expect(reading).toMatchObject({ ok: false, code: 'capture.missing' })
    const below = await readBack(join(stored('x'), 'nowhere.pcap'))
    expect(below.reading).toMatchObject({ ok: false, code: 'capture.missing' })
  })

  test('a directory', async () => {
    const path = join(folder, 'directory')
    mkdirSync(path)
    expect((await readBack(path)).reading).toMatchObject({ ok: false, code: 'capture.directory' })
  })

  test('an empty file, plain or packed', async () => {
    for (const [, pack] of packings) {
      expect((await readBack(stored(pack(new Uint8Array(0))))).reading).toMatchObject({
        ok: false,
        code: 'capture.empty',
      })
    }
  })

  test('a text, plain or packed, and one too short to tell', async () => {
    for (const text of ['the quick brown fox jumps over the lazy dog'.repeat(9), 'hi']) {
      for (const [, pack] of packings) {
        const { reading } = await readBack(stored(pack(new TextEncoder().encode(text))))
        expect(reading).toMatchObject({ ok: false, code: 'capture.not-a-capture' })
      }
    }
  })

  test('a file that may not be read', async () => {
    const path = stored(few)
    chmodSync(path, 0)
    chmodSync(folder, 0o755)
    // Root may read all: be nobody for a moment.
    const root = process.getuid?.() === 0
    if (root) process.seteuid?.(65_534)
    try {
      const { reading } = await readBack(path)
      expect(reading).toMatchObject({ ok: false, code: 'capture.unreadable' })
      expect(reading.ok || reading.message).toContain('permissions')
    } finally {
      if (root) process.seteuid?.(0)
    }
  })

  test('a file that the system will not read', async () => {
    expect((await readBack('/proc/self/mem')).reading).toMatchObject({ ok: false, code: 'capture.unreadable' })
  })

  test('an endless stream of zeros stops at once', async () => {
    const { reading, steps } = await readBack('/dev/zero')
    expect(reading).toMatchObject({ ok: false, code: 'capture.not-a-capture' })
    expect(steps.length).toBeLessThan(3)
  })

  test('an unlimited gzip of junk stops at once', async () => {
    const path = stored(gzipSync(new Uint8Array(100_000_000)))
    const { reading, steps } = await readBack(path)
    expect(reading).toMatchObject({ ok: false, code: 'capture.not-a-capture' })
    expect(steps.length).toBeLessThan(4)
  })
})

describe('standard input and pipes', () => {
  const script = `
    import { readCapture } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
    let count = 0
    const reading = await readCapture('-', { record() { count++ }, unsupported() {} })
    console.log(JSON.stringify({ ...reading, count }))`

  for (const [name, pack] of packings) {
    test(`${name}, in small pieces that come late`, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      let text = ''
      child.stdout.on('data', piece => {
        text += piece
      })
      const packed = pack(few)
      for (const [from, to] of [
        [0, 1],
        [1, 3],
        [3, 30],
        [30, packed.length],
      ]) {
        child.stdin.write(packed.subarray(from, to))
        await new Promise(resolve => setTimeout(resolve, 30))
      }
      child.stdin.end()
      await new Promise(resolve => child.on('close', resolve))
      expect(JSON.parse(text)).toEqual({ ok: true, format: 'pcap', bytes: few.length, damage: null, count: 20 })
    })

    test(`${name}, redirected from a file`, () => {
      const path = stored(pack(few))
      const text = execFileSync('sh', ['-c', `"$0" --input-type=module -e "$1" < "$2"`, process.execPath, script, path])
      expect(JSON.parse(text.toString())).toMatchObject({ ok: true, damage: null, count: 20 })
    })
  }

  test('an empty standard input', () => {
    const text = execFileSync(process.execPath, ['--input-type=module', '-e', script], { input: '' })
    expect(JSON.parse(text.toString())).toMatchObject({ ok: false, code: 'capture.empty' })
  })
})
