// The platform as `nautilus up` starts it, and a real browser in front of it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

const project = fileURLToPath(new URL('../..', import.meta.url))
const node = join(project, 'node_modules/.bin/node')
/** Pictures of the pages, for people to look at. */
const PICTURES = join(project, '.cache/screenshots')

const browsers = ['chromium', 'chromium-browser', 'google-chrome']
/** The path of a browser on this machine; null without one. */
export const browserPath = (process.env.PATH ?? '')
  .split(':')
  .flatMap(folder => browsers.map(name => join(folder, name)))
  .find(path => existsSync(path))

export type Running = {
  readonly origin: string
  /** The link of the first person. */
  readonly link: string
  readonly browser: Browser
  /** Its data folder. */
  readonly data: string
  stop(): Promise<void>
}

export async function running(options: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Running> {
  const built = spawnSync(node, [join(project, 'scripts/console.mjs')], { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`The console could not be built: ${built.stderr}`)
  const data = mkdtempSync(join(tmpdir(), 'nautilus-browser-'))
  const program = [join(project, 'apps/nautilus/src/main.ts'), 'up', '--data', data, '--port', '0', ...options]
  const child = spawn(node, program, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const [link, browser] = await Promise.all([linkOf(child), launched()])
  const stop = async () => {
    // Pages are open, as in real life: the platform stops all the same.
    await ended(child).finally(() => browser.close())
    rmSync(data, { recursive: true, force: true })
  }
  return { origin: new URL(link).origin, link, browser, data, stop }
}

const launched = (): Promise<Browser> => chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] })

function linkOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const read = (piece: Buffer) => {
      text += piece
      const link = /https?:\/\/\S+token=\S+/.exec(text)?.[0]
      if (link) resolve(link)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', () => reject(new Error(`nautilus up ended: ${text}`)))
  })
}

/** ms after which a platform that was told to stop hangs. */
const STOPS_WITHIN = 45_000

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN)
  const [code, signal] = await gone
  clearTimeout(late)
  if (signal === 'SIGKILL') throw new Error(`nautilus up did not end within ${STOPS_WITHIN / 1000} s of SIGTERM`)
  if (code !== 0) throw new Error(`nautilus up ended with ${code}`)
}

export function picture(name: string): string {
  mkdirSync(PICTURES, { recursive: true })
  return join(PICTURES, `${name}.png`)
}
