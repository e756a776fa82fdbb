// Releases as small as they can be, bundles that the real script signs, and a service manager that starts what the link names.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { folder, inside, type Outcome } from '../program.ts'

type Keys = { readonly private: string; readonly public: string }
type Bundles = {
  readonly makeBundle: (options: object) => void
  readonly makeKeys: () => Keys
}
export const project = fileURLToPath(new URL('../../../..', import.meta.url))
// biome-ignore lint/suspicious/noExplicitAny: scripts are plain JavaScript and have no types
const script: any = await import(join(project, 'deploy/bundle.mjs'))
export const { makeBundle, makeKeys } = script as Bundles

/** The processor of this machine in the words of Debian. */
export const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'

export type Release = {
  readonly version: string
  /** What it says that it is. */
  readonly told?: string
  /** What it prints of a capture. */
  readonly report?: string
  /** Whether it stays up. */
  readonly sick?: boolean
  readonly arch?: string
}

/** What a release does while it listens: seconds that tell which it is. */
export const sleepOf = (version: string): string => `600${version.replaceAll('.', '')}`

const program = ({ version, told = version, report = '{"assets":[{}]}', sick = false }: Release) => `#!/bin/sh
case "$1" in
  --version) echo 'nautilus ${told}' ;;
  simulate) : > "$2" ;;
  analyze) echo '${report}' ;;
  listen) ${sick ? 'echo ended > "$MARK"; exit 1' : `echo runs > "$MARK"; exec sleep ${sleepOf(version)}`} ;;
esac
`

/** A real package, made by dpkg-deb. */
export function deb(release: Release, at: string): string {
  const root = join(at, `root-${release.version}`)
  put(join(root, 'usr/lib/nautilus/bin/nautilus'), program(release), 0o755)
  const control = {
    Package: 'nautilus',
    Version: release.version,
    Architecture: release.arch ?? arch,
    'Installed-Size': 8,
  }
  const fields = { ...control, Maintainer: 'Nobody <nobody@example.com>', Description: 'one of a test' }
  put(
    join(root, 'DEBIAN/control'),
    Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
  )
  const file = join(at, `nautilus_${release.version}_${release.arch ?? arch}.deb`)
  // Files are of now, and the second in which they were written would be in it.
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1700000000' }
  const args = ['--root-owner-group', '--build', root, file]
  const { status, stderr } = spawnSync('dpkg-deb', args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(stderr)
  rmSync(root, { recursive: true })
  return file
}

function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text, { mode })
}

/** Starts `current`, or the package where there is no link, and waits until it says how it went; says what systemd would. */
const systemctl = (place: string) => `#!/bin/sh
state='${place}/state'
export MARK='${place}/mark'
case "$1" in
  restart)
    [ -f "$state" ] && kill "$(cat "$state")" 2> /dev/null
    program='${place}/current/bin/nautilus'
    [ -e "$program" ] || program='${place}/installed/bin/nautilus'
    rm -f "$MARK"
    "$program" listen > /dev/null 2>&1 &
    echo $! > "$state"
    until [ -s "$MARK" ]; do sleep 0.02; done ;;
  show)
    case "$(cat "$MARK")" in
      runs) printf 'ActiveState=active\\nMainPID=%s\\nNRestarts=0\\n' "$(cat "$state")" ;;
      *) echo ActiveState=failed ;;
    esac ;;
esac
`

/** A machine with a sensor that runs from its package, and a key of releases. */
export class Machine {
  readonly at = folder()
  readonly keys: Keys = makeKeys()

  constructor() {
    put(join(this.at, 'bin/systemctl'), systemctl(this.at), 0o755)
    put(join(this.at, 'installed/bin/nautilus'), program({ version: '0.1.0' }), 0o755)
    put(join(this.at, 'key.pem'), this.keys.public)
    spawnSync(join(this.at, 'bin/systemctl'), ['restart'])
    onTestFinished(() => {
      const pid = this.pid()
      if (pid > 0) process.kill(pid)
    })
  }

  bundle(release: Release, key = this.keys.private): string {
    const out = join(this.at, `bundle-${release.version}.tar`)
    const tree = [{ path: 'docs/a.md', text: 'A\n' }]
    makeBundle({ debs: [deb(release, this.at)], key, out, when: 1_700_000_000, tree })
    return out
  }

  async upgrade(...args: string[]): Promise<Outcome> {
    const options = ['--place', this.at, '--key', join(this.at, 'key.pem'), '--watch', '1']
    const path = process.env.PATH
    process.env.PATH = `${join(this.at, 'bin')}:${path}`
    try {
      return await inside(['sensor', 'upgrade', ...args, ...options])
    } finally {
      process.env.PATH = path
    }
  }

  /** Which release runs from the next start on. */
  current(): string {
    return existsSync(join(this.at, 'current')) ? readlinkSync(join(this.at, 'current')) : 'the package'
  }

  /** The command line of what runs now; empty when nothing does. */
  running(): string {
    try {
      return readFileSync(`/proc/${this.pid()}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    } catch {
      return ''
    }
  }

  releases(): string[] {
    const place = join(this.at, 'releases')
    return existsSync(place) ? readdirSync(place).sort() : []
  }

  pid(): number {
    const pid = Number(readFileSync(join(this.at, 'state'), 'utf8'))
    return existsSync(`/proc/${pid}`) ? pid : 0
  }
}
