// The packets of a finding, as a capture of its own: the right frames, whole, and readable by others.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folder, inside, plant } from './program.ts'

const START = Date.UTC(2026, 0, 12, 2, 57) * 1000

type Row = {
  readonly file: string
  readonly sha256: string
  readonly finding: string
  readonly rule: string
  readonly capture: string
  readonly frames: readonly number[]
  readonly missing: number
}
type Found = { readonly id: string; readonly rule: string; readonly evidence: { file: string; frames: number[] } }

/** Time (µs) and bytes of each record of a classic pcap with microseconds; little-endian. */
function recordsOf(file: Buffer): { readonly at: number; readonly bytes: Buffer }[] {
  const records = []
  for (let from = 24; from < file.length; ) {
    const captured = file.readUInt32LE(from + 8)
    const at = file.readUInt32LE(from) * 1e6 + file.readUInt32LE(from + 4)
    records.push({ at, bytes: file.subarray(from + 16, from + 16 + captured) })
    from += 16 + captured
  }
  return records
}

/** Two captures of a day on which a stranger writes, against a normal one. */
async function collect(cwd: string) {
  const put = (name: string, bytes: Uint8Array) => writeFileSync(join(cwd, name), bytes)
  put('normal.pcap', plant({ seed: 1, start: START - 3600e6, seconds: 300, stories: ['normal'] }))
  put('early.pcap', plant({ seed: 2, start: START, seconds: 60, stories: ['normal'] }))
  put('late.pcap', plant({ seed: 3, start: START + 60e6, seconds: 120, stories: ['stranger-write'] }))
  const args = ['analyze', '--learn', 'normal.pcap', 'early.pcap', 'late.pcap', '--evidence', 'proof', '--json', '-']
  const { code, out, err } = await inside(args, { cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const rows: readonly Row[] = JSON.parse(readFileSync(join(cwd, 'proof', 'manifest.json'), 'utf8'))
  const report = JSON.parse(out) as { findings: readonly Found[]; learned?: readonly string[] }
  return { cwd, rows, findings: report.findings, read: (name: string) => readFileSync(join(cwd, name)) }
}

/** Made once: nothing here changes it. */
let collected: Awaited<ReturnType<typeof collect>>
beforeAll(async () => {
  collected = await collect(mkdtempSync(join(tmpdir(), 'nautilus-test-')))
}, 60_000)
afterAll(() => rmSync(collected.cwd, { recursive: true, force: true }))

test('each finding has the frames that it names, byte for byte', () => {
  const { cwd, rows, findings, read } = collected
  expect(rows.map(({ rule }) => rule)).toContain('write-by-new-client')
  for (const row of rows) {
    const finding = findings.find(({ id }) => id === row.finding)!
    expect(row.capture).toBe(finding.evidence.file)
    expect(row.missing).toBe(0)
    expect(row.frames).toEqual(finding.evidence.frames)
    const all = recordsOf(read(row.capture))
    expect(recordsOf(read(join('proof', row.file)))).toEqual(row.frames.map(number => all[number - 1]))
  }
  // What taught is no evidence, and nothing lies in the folder that the manifest does not name.
  expect(new Set(rows.map(({ capture }) => capture))).not.toContain('normal.pcap')
  const named = ['SHA256SUMS', 'manifest.json', ...rows.map(({ file }) => file)]
  expect(readdirSync(join(cwd, 'proof')).sort()).toEqual(named.sort())
})

test('the hashes are those of the files, in a list that sha256sum reads', () => {
  const { rows, read } = collected
  const lines = rows.map(({ file, sha256 }) => `${sha256}  ${file}\n`)
  expect(read('proof/SHA256SUMS').toString()).toBe(lines.join(''))
  for (const { file, sha256 } of rows)
    expect(
      createHash('sha256')
        .update(read(join('proof', file)))
        .digest('hex'),
    ).toBe(sha256)
})

const hasTshark = spawnSync('tshark', ['--version']).status === 0

test.skipIf(!hasTshark)('tshark reads them, and finds the write in them', () => {
  const { cwd, rows } = collected
  const fieldsOf = (file: string) => {
    const told = spawnSync('tshark', ['-r', join(cwd, 'proof', file), '-T', 'fields', '-e', 'modbus.func_code'])
    expect(told.status).toBe(0)
    return told.stdout.toString().trimEnd().split('\n')
  }
  for (const { file, frames } of rows) expect(fieldsOf(file).length).toBe(frames.length)
  const write = rows.find(({ rule }) => rule === 'write-by-new-client')!
  expect(fieldsOf(write.file).some(code => ['5', '6', '15', '16'].includes(code))).toBe(true)
})

test('what was learned decides what is found', async () => {
  const { cwd, findings } = collected
  const bare = JSON.parse((await inside(['analyze', 'early.pcap', 'late.pcap', '--json', '-'], { cwd })).out)
  const rulesOf = (all: readonly Found[]) => new Set(all.map(({ rule }) => rule))
  expect(rulesOf(findings)).toContain('write-by-new-client')
  expect(rulesOf(bare.findings)).not.toContain('write-by-new-client')
  const usual = await inside(
    ['analyze', '--learn', 'normal.pcap', '--learn', 'late.pcap', 'late.pcap', '--json', '-'],
    {
      cwd,
    },
  )
  expect(rulesOf(JSON.parse(usual.out).findings)).not.toContain('write-by-new-client')
})

test.each([
  [['analyze', '-', '--evidence', 'proof'], 'cannot give'],
  [['analyze', 'x.pcap', '--evidence', ''], '--evidence needs a name'],
  [['analyze', 'x.pcap', '--learn', '-'], '--learn reads files only'],
  [['analyze', 'x.pcap', '--learn', 'nowhere.pcap'], 'nowhere.pcap'],
])('%j is refused with a sentence', async (args, sentence) => {
  const cwd = folder()
  writeFileSync(join(cwd, 'x.pcap'), plant({ seconds: 1, stories: [] }))
  const { code, err } = await inside(args, { cwd })
  expect(code).toBe(2)
  expect(err).toContain(sentence)
})
