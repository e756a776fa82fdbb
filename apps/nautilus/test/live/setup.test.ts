// The first start of a sensor, in a pseudo terminal, as somebody types who makes every mistake once.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSensorFile } from '../../src/sensor/config.ts'
import { type Cable, layCable, run, WATCH, whyNoCable } from './cable.ts'
import { remove } from './captures.ts'

const why = whyNoCable()
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const desk = fileURLToPath(new URL('./enrol-desk.ts', import.meta.url))
const PORT = 8499

/** A program in a terminal of its own (script of util-linux), and what stands on its screen. */
class Terminal {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  screen = ''
  #read = 0
  #look = () => {}

  constructor(space: string, args: readonly string[]) {
    const command = [process.execPath, main, 'sensor', 'setup', ...args].join(' ')
    this.#child = spawn('ip', ['netns', 'exec', space, 'script', '-qec', command, '/dev/null'], {
      env: { PATH: process.env.PATH, TERM: 'vt220', NO_COLOR: '1' },
    })
    this.#ended = once(this.#child, 'close')
    this.#child.stdout!.on('data', piece => {
      this.screen += piece
      this.#look()
    })
    this.#child.on('close', () => this.#look())
  }

  /** Types an answer once the question stands there. */
  async answer(question: string, text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#look = () => {
        const at = this.screen.indexOf(question, this.#read)
        if (at >= 0) {
          this.#read = at + question.length
          resolve()
        } else if (this.#child.exitCode !== null)
          reject(new Error(`It ended without asking ${question}:\n${this.screen}`))
      }
      this.#look()
    })
    this.#child.stdin!.write(`${text}\n`)
  }

  async end(): Promise<number | null> {
    await this.#ended
    return this.#child.exitCode
  }
}

describe.skipIf(why !== null)(`the first start${why ? ` (left out: ${why})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-setup-'))
  const data = join(folder, 'data')
  const [config, environment] = [join(folder, 'sensor.yaml'), join(folder, 'sensor.env')]
  const options = ['--config', config, '--environment', environment, '--data', data, '--no-service']
  let cable: Cable
  let platform: ChildProcess

  beforeAll(async () => {
    cable = layCable(false)
    mkdirSync(data)
    writeFileSync(config, '# of the plant engineer\nspool: {megabytes: 99, hours: 5}\nfolder: /var/captures\n')
    run('ip', '-n', cable.watch, 'link', 'set', 'lo', 'up')
    platform = spawn('ip', ['netns', 'exec', cable.watch, process.execPath, desk, `${PORT}`])
    await once(platform.stdout!, 'data')
  })
  afterAll(async () => {
    platform.kill()
    await once(platform, 'close')
    cable.remove()
    remove(folder)
  })

  test('every mistake is answered, and in the end it is a sensor', async () => {
    const terminal = new Terminal(cable.watch, options)
    await terminal.answer('Which one', '')
    await terminal.answer('Type the name of an interface.', 'eth99')
    await terminal.answer('There is no interface eth99', 'lo')
    await terminal.answer("this machine's way to itself", WATCH)
    await terminal.answer(`Make ${WATCH} silent now`, 'perhaps')
    await terminal.answer('Type y or n.', 'y')
    await terminal.answer('Address', 'no address')
    await terminal.answer('That is no address', `http://127.0.0.1:${PORT}`)
    await terminal.answer('Token', 'ne_bad')
    await terminal.answer('This token is not known.', 'ne_good')
    expect(await terminal.end()).toBe(0)
    expect(terminal.screen).toContain(`${WATCH} is silent.`)
    expect(terminal.screen).toContain('This is now sensor span-1 of site plant-north (main).')

    const { source, spool, folder: kept } = readSensorFile(config)
    expect(source).toMatchObject({ kind: 'interface', interfaces: [WATCH] })
    expect([spool.bytes, kept]).toEqual([99 * 1024 * 1024, data])
    expect(readFileSync(config, 'utf8')).toContain('# of the plant engineer')
    expect(readFileSync(environment, 'utf8')).toBe(`INTERFACES=${WATCH}\n`)
    expect(statSync(join(data, 'sensor.json')).mode & 0o777).toBe(0o600)
  })

  test('a terminal that is closed in between leaves the files as they were', async () => {
    const before = readFileSync(config, 'utf8')
    const terminal = new Terminal(cable.watch, options)
    await terminal.answer('Which one', '\x04')
    expect(await terminal.end()).toBe(2)
    expect(terminal.screen).toContain('The answers ended early.')
    expect(readFileSync(config, 'utf8')).toBe(before)
  })
})
