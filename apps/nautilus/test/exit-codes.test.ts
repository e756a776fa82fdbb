import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { folder, inside, nautilus, plant } from './program.ts'

const quiet = plant({ seconds: 10, stories: [] })

function withCapture(): string {
  const cwd = folder()
  writeFileSync(join(cwd, 'a.pcap'), quiet)
  return cwd
}

describe('help', () => {
  test.each([
    [['--help']],
    [[]],
    [['help']],
    [['help', 'analyze']],
    [['analyze', '--help']],
    [['simulate', '-h']],
    [['bench', '--help']],
    [['rules', '--help']],
  ])('%j teaches, in 80 columns', async args => {
    const { code, out, err } = await inside(args)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('nautilus')
    expect(out.split('\n').filter(line => line.length > 80)).toEqual([])
  })

  test('the version is that of the package', async () => {
    const path = fileURLToPath(new URL('../package.json', import.meta.url))
    expect((await inside(['--version'])).out).toBe(`nautilus ${JSON.parse(readFileSync(path, 'utf8')).version}\n`)
  })
})

describe('wrong arguments: one sentence that says what to type', () => {
  test.each([
    [['analyse', 'x.pcap'], 'there is no command analyse; type `nautilus analyze --help`.'],
    [['frobnicate'], 'there is no command frobnicate; type `nautilus --help`.'],
    [['--fast'], 'there is no option --fast; type `nautilus --help`.'],
    [['help', 'simulat'], 'there is no command simulat; type `nautilus simulate --help`.'],
    [
      ['analyze', '--jsn', 'x'],
      'there is no option --jsn; did you mean --json? `nautilus analyze --help` lists the options.',
    ],
    [['rules', 'show', 'controller-stp'], 'there is no rule controller-stp; did you mean controller-stop?'],
    [['rules', 'lst'], 'rules has no lst; did you mean rules list?'],
    [['rules', 'test'], 'rules test needs a file of rules (.yml) or a folder: type `nautilus rules test my-rules/`.'],
    [['analyze', 'x', '--csv'], '--csv needs a value. `nautilus analyze --help` lists the options.'],
    [['analyze', '--help=yes'], '--help takes no value. `nautilus analyze --help` lists the options.'],
    [
      ['analyze'],
      'analyze needs a capture file: type `nautilus analyze FILE`, or `nautilus analyze -` for standard input.',
    ],
    [['simulate'], 'simulate needs a file to write: type `nautilus simulate plant.pcap`.'],
    [['simulate', 'x', '--story', 'scam'], 'there is no story scam; did you mean scan?'],
    [['simulate', 'x', '--seconds', '-3'], '--seconds needs a value. `nautilus simulate --help` lists the options.'],
    [
      ['simulate', 'x', '--seconds', '1.5'],
      '--seconds 1.5 is not a whole number from 1 to 604800; type `--seconds 600`.',
    ],
    [
      ['simulate', 'x', '--start', 'noon'],
      '--start noon is not a time between 1970 and 2100; type it as `--start 2026-01-12T02:55:00Z`.',
    ],
    [
      ['simulate', 'x', '--fleet', '5'],
      '--fleet 5 is not CONTROLLERS,MASTERS, each from 1 to 60000; type `--fleet 200,10`.',
    ],
    [['simulate', 'x', '--packets', '5'], '--packets goes with --fleet; for the plant type `--seconds N`.'],
    [['bench', '--runs', '0'], '--runs 0 is not a whole number from 1 to 99; type `--runs 3`.'],
  ])('%j', async (args, sentence) => {
    expect(await inside(args)).toEqual({ code: 2, out: '', err: `nautilus: ${sentence}\n` })
  })
})

describe('bad input', () => {
  test.each([
    ['missing.pcap', 'missing.pcap does not exist; check the name.'],
    ['directory', 'directory is a directory; name the capture files in it.'],
    [
      'text.txt',
      'text.txt is neither pcap nor pcapng (plain, gzip or zstd); name a capture file, or convert it with `editcap`.',
    ],
    ['empty.pcap', 'empty.pcap is empty; capture again, or name another file.'],
    [
      'wireless.pcap',
      'wireless.pcap cannot be read: link type 127 (IEEE 802.11 with radiotap header) is wireless, which is not read here; capture on the wired side.',
    ],
  ])('%s', async (name, sentence) => {
    const cwd = withCapture()
    mkdirSync(join(cwd, 'directory'))
    writeFileSync(join(cwd, 'text.txt'), 'These are the notes of the shift.\n')
    writeFileSync(join(cwd, 'empty.pcap'), '')
    const wireless = Buffer.from(quiet)
    wireless.writeUInt32LE(127, 20)
    writeFileSync(join(cwd, 'wireless.pcap'), wireless)
    expect(await inside(['analyze', name], { cwd })).toEqual({ code: 2, out: '', err: `nautilus: ${sentence}\n` })
    const among = await inside(['analyze', 'a.pcap', name, '--json', '-'], { cwd })
    expect({ code: among.code, err: among.err }).toEqual({ code: 2, err: `nautilus: ${sentence}\n` })
    expect(JSON.parse(among.out).capture.files).toEqual(['a.pcap'])
  })

  test('a text on standard input', () => {
    const { code, err } = nautilus(['analyze', '-'], { input: Buffer.from('hello, this is no capture') })
    expect({ code, err }).toEqual({
      code: 2,
      err: 'nautilus: standard input is neither pcap nor pcapng (plain, gzip or zstd); name a capture file, or convert it with `editcap`.\n',
    })
  })

  test('a cut capture gives what is readable, and says where it ends', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'cut.pcap'), quiet.subarray(0, 5000))
    const { code, out, err } = await inside(['analyze', 'cut.pcap', '--json', '-'], { cwd })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { capture, notices } = JSON.parse(out)
    expect(capture.damaged).toEqual([{ file: 'cut.pcap', at: expect.any(Number), why: expect.any(String) }])
    expect(notices.map((n: { code: string }) => n.code)).toContain('capture.damaged')
    expect((await inside(['analyze', 'cut.pcap'], { cwd })).out).toContain('Reading stopped at byte')
  })
})

describe('results that cannot be written leave nothing behind', () => {
  const directory = 'its directory does not exist; create it or name another place. Nothing was left behind.'

  test.each([
    [['analyze', 'a.pcap', '--json', 'no/where.json'], `no/where.json cannot be written: ${directory}`],
    [['analyze', 'a.pcap', '--csv', 'no/where'], `no/where cannot be written: ${directory}`],
    [['simulate', 'no/where.pcap', '--seconds', '5'], `no/where.pcap cannot be written: ${directory}`],
    [['analyze', 'a.pcap', '--json', '.'], '. is a directory; name a file in it.'],
    [['analyze', 'a.pcap', '--json', 'a.pcap'], '--json a.pcap would overwrite the capture a.pcap; name another file.'],
  ])('%j', async (args, sentence) => {
    const cwd = withCapture()
    expect(await inside(args, { cwd })).toEqual({ code: 2, out: '', err: `nautilus: ${sentence}\n` })
    expect(readdirSync(cwd)).toEqual(['a.pcap'])
    expect(readFileSync(join(cwd, 'a.pcap')).equals(quiet)).toBe(true)
  })

  const full = 'the disk is full; free some space or name another place. Nothing was left behind.'

  test('a full disk', async () => {
    const cwd = withCapture()
    symlinkSync('/dev/full', join(cwd, 'report.json'))
    symlinkSync('/dev/full', join(cwd, 'plant.pcap'))
    const analyzed = await inside(['analyze', 'a.pcap', '--json', 'report.json'], { cwd })
    expect(analyzed).toEqual({ code: 2, out: '', err: `nautilus: report.json cannot be written: ${full}\n` })
    const simulated = await inside(['simulate', 'plant.pcap', '--seconds', '5'], { cwd })
    expect(simulated).toEqual({ code: 2, out: '', err: `nautilus: plant.pcap cannot be written: ${full}\n` })
    expect(readdirSync(cwd)).toEqual(['a.pcap', 'plant.pcap', 'report.json'])
  })

  test('a disk that fills half-way, on a file and on standard output', () => {
    const cwd = withCapture()
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))
    const shell = (script: string) => spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' })
    const limited = shell(`ulimit -f 8; '${node}' '${main}' simulate big.pcap --seconds 30`)
    expect(limited.stderr).toMatch(/^nautilus: big.pcap cannot be written: .*Nothing was left behind.\n$/)
    expect(limited.status).toBe(2)
    const stream = shell(`'${node}' '${main}' analyze a.pcap > /dev/full`)
    expect(stream.stderr).toMatch(/^nautilus: standard output cannot be written: the disk is full/)
    expect(stream.status).toBe(2)
    expect(readdirSync(cwd)).toEqual(['a.pcap'])
  })

  test('a reader that has read enough is no failure', () => {
    const cwd = withCapture()
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))
    const script = `set -o pipefail; '${node}' '${main}' simulate - --seconds 300 | head -c 100 > /dev/null`
    expect(spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })
})
