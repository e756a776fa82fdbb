// Makes the Debian packages: `node deploy/debian/build.mjs [--arch amd64|arm64] [--out FOLDER] [--key release.pub]`. The
// same sources give the same bytes: times are SOURCE_DATE_EPOCH, or that of the commit.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildConsole } from '../../scripts/console.mjs'
import { nodePath } from '../../scripts/node.mjs'
import { project } from '../../scripts/place.mjs'
import { machines } from '../lib/closure.mjs'
import { stage } from '../lib/stage.mjs'
import { placesFor, programTree, storesTree } from '../lib/tree.mjs'
import { faultsOf } from './check.mjs'

/** `0.1.0`, as the program itself says. */
export const version = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).version

/** Debian's way to say a paragraph more. */
const noEngine = ` .
 For this processor there is no ClickHouse among the packages of npm: name a
 server with TELEMETRY_URL.
`

const packages = {
  nautilus: {
    tree: programTree,
    scripts: ['postinst', 'prerm', 'postrm'],
    control: (arch, version) => `Package: nautilus
Version: ${version}
Architecture: ${arch}
Maintainer: Nautilus <nautilus@localhost>
Section: net
Priority: optional
Depends: libc6 (>= 2.28), libstdc++6, libatomic1, passwd
Recommends: nftables, ethtool, iproute2, tcpdump
Suggests: nautilus-stores (= ${version})
Description: passive OT network intelligence and response
 Reads the traffic of an industrial network and tells what is on it and what
 happened: which devices there are, who spoke what to whom, and who changed
 which controller. It sends no packet.
 .
 The program, its console and its units. A sensor needs no more; a platform
 with stores of its own needs nautilus-stores too.
`,
  },
  'nautilus-stores': {
    tree: storesTree,
    scripts: [],
    control: (arch, version) => `Package: nautilus-stores
Version: ${version}
Architecture: ${arch}
Maintainer: Nautilus <nautilus@localhost>
Section: database
Priority: optional
Depends: nautilus (= ${version}), libc6 (>= 2.28), libstdc++6
Description: ${placesFor(arch).hasEngine ? 'PostgreSQL and ClickHouse' : 'PostgreSQL'} for a Nautilus on one machine
 The stores that nautilus.service starts where no servers of your own are
 named. Not needed by sensors, nor where DATABASE_URL and TELEMETRY_URL say
 which servers there are.
${placesFor(arch).hasEngine ? '' : noEngine}`,
  },
}

/** Lays a package out in `folder`, as dpkg-deb wants it. Gives its tree. `as`: another version than that of the sources. */
export function layOut(name, arch, folder, { when, key = null, as = version, ...options }) {
  const { tree: treeOf, scripts, control } = packages[name]
  const tree = treeOf(arch, { key, ...options }).map(entry =>
    entry.path.endsWith('/apps/nautilus/src/version.ts') ? { path: entry.path, text: versionFile(as) } : entry,
  )
  mkdirSync(folder, { recursive: true })
  stage(tree, folder, when)
  const files = tree.filter(({ link }) => link === undefined)
  const kilobytes = tree.reduce((sum, { path }) => sum + Math.ceil(lstatSync(join(folder, path)).size / 1024), 0)
  const meta = [
    {
      path: 'control',
      text: control(arch, as).replace('\nDescription:', `\nInstalled-Size: ${kilobytes}\nDescription:`),
    },
    { path: 'md5sums', text: files.map(({ path }) => `${md5(join(folder, path))}  ${path}\n`).join('') },
    ...scripts.map(script => ({ path: script, text: scriptText(script, as), mode: 0o755 })),
    ...settings(files),
  ]
  stage(meta, join(folder, 'DEBIAN'), when)
  return tree
}

const versionFile = as => `export const VERSION = '${as}'\n`
const scriptText = (name, as) =>
  readFileSync(join(project, 'deploy/debian/scripts', name), 'utf8').replaceAll('@VERSION@', as)
/** What people write in is asked about before it is replaced. */
const settings = files => {
  const paths = files.map(({ path }) => path).filter(path => path.startsWith('etc/'))
  return paths.length > 0 ? [{ path: 'conffiles', text: paths.map(path => `/${path}\n`).join('') }] : []
}
const md5 = path => createHash('md5').update(readFileSync(path)).digest('hex')

/** Seconds since 1970 of what is built. */
export function epoch(env = process.env) {
  if (/^\d+$/.test(env.SOURCE_DATE_EPOCH ?? '')) return Number(env.SOURCE_DATE_EPOCH)
  const { stdout, status } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: project, encoding: 'utf8' })
  if (status !== 0) throw new Error('Set SOURCE_DATE_EPOCH: there is no commit here whose time could be taken.')
  return Number(stdout)
}

/** Builds the packages that are named, all without names. Gives the paths of the files. */
export function buildPackages({
  arch,
  out,
  key = null,
  level = 9,
  names = Object.keys(packages),
  when = epoch(),
  as = version,
  ...options
}) {
  mkdirSync(out, { recursive: true })
  return names.map(name => {
    const folder = mkdtempSync(join(tmpdir(), 'nautilus-deb-'))
    try {
      layOut(name, arch, join(folder, 'root'), { when, key, as, ...options })
      const faults = faultsOf(join(folder, 'root'), { arch })
      if (faults.length > 0) throw new Error(`${name} is not as a package must be: ${faults.slice(0, 5).join('; ')}.`)
      const file = join(out, `${name}_${as}_${arch}.deb`)
      dpkgDeb(
        ['-Zzstd', `-z${level}`, '--threads-max=1', '--root-owner-group', '--build', join(folder, 'root'), file],
        when,
      )
      return file
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

function dpkgDeb(args, when) {
  const env = { ...process.env, SOURCE_DATE_EPOCH: `${when}`, LC_ALL: 'C' }
  const { status, stderr, error } = spawnSync('dpkg-deb', args, { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`dpkg-deb failed: ${error?.message ?? stderr.trim()}`)
}

async function main() {
  const text = { type: 'string' }
  const { values } = parseArgs({ options: { arch: text, out: text, key: text, level: text } })
  const { arch = process.arch === 'arm64' ? 'arm64' : 'amd64', out = 'nautilus-packages', key, level = '9' } = values
  if (!(arch in machines)) throw new Error(`--arch ${arch} is none of ${Object.keys(machines).join(', ')}.`)
  if ((await buildConsole(nodePath())) !== 0) throw new Error('The console could not be built.')
  const pem = key === undefined ? null : readFileSync(key, 'utf8')
  const files = buildPackages({ arch, out: resolve(out), key: pem, level: Number(level) })
  for (const file of files) {
    const sum = createHash('sha256').update(readFileSync(file)).digest('hex')
    process.stdout.write(`${sum}  ${file}\n`)
    writeFileSync(`${file}.sha256`, `${sum}  ${file.slice(file.lastIndexOf('/') + 1)}\n`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
