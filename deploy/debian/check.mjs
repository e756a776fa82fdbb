// What must hold of a package before anybody gets it; each fault is a sentence. After Debian's policy manual (chapters 5, 6,
// 8 to 12), as far as it concerns packages that are laid out by hand.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { gunzipSync } from 'node:zlib'

const NEEDED = [
  'Package',
  'Version',
  'Architecture',
  'Maintainer',
  'Description',
  'Section',
  'Priority',
  'Installed-Size',
]
/** e_machine of ELF. */
const ELF = { amd64: 62, arm64: 183 }
const SCRIPTS = ['preinst', 'postinst', 'prerm', 'postrm']

/** `folder`: laid out with its DEBIAN folder. `beside`: paths that another package brings. */
export function faultsOf(folder, { arch, beside = new Set() }) {
  const files = filesBelow(folder, '').filter(path => !path.startsWith('DEBIAN/'))
  return [
    ...controlFaults(folder, arch),
    ...scriptFaults(folder),
    ...sumFaults(folder, files),
    ...documentFaults(folder),
    ...files.flatMap(path => fileFaults(folder, path, { arch, beside })),
  ]
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    return entry.isDirectory() ? filesBelow(root, path) : [path]
  })
}

function controlFaults(folder, arch) {
  const text = readFileSync(join(folder, 'DEBIAN/control'), 'utf8')
  const field = name => new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1]
  const faults = NEEDED.filter(name => !field(name)).map(name => `control has no ${name}`)
  if (!/^[a-z0-9][a-z0-9+.-]+$/.test(field('Package') ?? '')) faults.push('control: this is no name of a package')
  if (!/^\d[\w.+~-]*$/.test(field('Version') ?? '')) faults.push('control: this is no version')
  if (field('Architecture') !== arch) faults.push(`control is for ${field('Architecture')}, not for ${arch}`)
  if ((field('Description') ?? '').length > 80) faults.push('control: the first line of the description is too long')
  if (/^(The|A|An) /i.test(field('Description') ?? '')) faults.push('control: the description begins with an article')
  if (!text.endsWith('\n') || text.includes('\n\n')) faults.push('control has an empty line, or no end of line')
  return faults
}

function scriptFaults(folder) {
  return SCRIPTS.flatMap(name => {
    const path = join(folder, 'DEBIAN', name)
    if (!existsSync(path)) return []
    const text = readFileSync(path, 'utf8')
    const { status, stderr } = spawnSync('sh', ['-n', path], { encoding: 'utf8' })
    return [
      ...(status === 0 ? [] : [`${name} is no script: ${stderr.trim()}`]),
      ...(/^#!\/bin\/sh\n/.test(text) && /^set -e$/m.test(text) ? [] : [`${name} goes on after a failure`]),
      ...((lstatSync(path).mode & 0o777) === 0o755 ? [] : [`${name} cannot be run`]),
      ...(/@[A-Z]+@/.test(text) ? [`${name} has a place that was not filled in`] : []),
    ]
  })
}

function sumFaults(folder, files) {
  const lines = readFileSync(join(folder, 'DEBIAN/md5sums'), 'utf8').trimEnd().split('\n')
  const sums = new Map(lines.map(line => [line.slice(34), line.slice(0, 32)]))
  const plain = files.filter(path => lstatSync(join(folder, path)).isFile())
  const wrong = plain.filter(path => sums.get(path) !== md5(join(folder, path)))
  const gone = [...sums.keys()].filter(path => !plain.includes(path))
  const settings = plain.filter(path => path.startsWith('etc/')).map(path => `/${path}`)
  const listed = existsSync(join(folder, 'DEBIAN/conffiles'))
    ? readFileSync(join(folder, 'DEBIAN/conffiles'), 'utf8').trimEnd().split('\n')
    : []
  return [
    ...wrong.map(path => `${path} is not as md5sums says`),
    ...gone.map(path => `${path} of md5sums is not there`),
    ...settings.filter(path => !listed.includes(path)).map(path => `${path} would be replaced without a question`),
    ...listed.filter(path => !settings.includes(path)).map(path => `${path} of conffiles is not there`),
  ]
}

const md5 = path => createHash('md5').update(readFileSync(path)).digest('hex')

function documentFaults(folder) {
  const name = /^Package: (.+)$/m.exec(readFileSync(join(folder, 'DEBIAN/control'), 'utf8'))?.[1]
  const at = file => join(folder, 'usr/share/doc', name, file)
  const faults = ['copyright', 'changelog.gz'].filter(file => !existsSync(at(file))).map(file => `there is no ${file}`)
  if (faults.length > 0) return faults
  return gunzipSync(readFileSync(at('changelog.gz'))).length > 0 ? [] : ['the changelog is empty']
}

function fileFaults(folder, path, { arch, beside }) {
  const at = join(folder, path)
  const status = lstatSync(at)
  const faults = []
  if (!/^(usr\/(bin|lib|share)|etc\/nautilus)\//.test(path)) faults.push(`${path} lies where no package may put a file`)
  if (status.isSymbolicLink()) return [...faults, ...linkFaults(folder, path, beside)]
  if (!status.isFile()) return [...faults, `${path} is neither a file nor a link`]
  const mode = status.mode & 0o7777
  if (mode !== 0o644 && mode !== 0o755) faults.push(`${path} has the mode ${mode.toString(8)}`)
  if (/(^|\/)(\.git|\.npmrc|\.env|id_\w+|nautilus-data)(\/|$)/.test(path)) faults.push(`${path} belongs to a person`)
  const machine = machineOf(at)
  if (machine !== null && machine !== ELF[arch]) faults.push(`${path} is for another processor (${machine})`)
  return faults
}

function linkFaults(folder, path, beside) {
  const target = readlinkSync(join(folder, path))
  if (target.startsWith('/')) return [`${path} points to ${target}, which another root would not have`]
  const leads = normalize(join(dirname(path), target))
  if (leads.startsWith('..')) return [`${path} leads out of the package`]
  return existsSync(join(folder, leads)) || beside.has(leads) ? [] : [`${path} points to ${leads}, which is not there`]
}

/** The processor of a program or a library of Linux; null: it is something else. */
function machineOf(path) {
  const head = Buffer.alloc(20)
  const file = openSync(path, 'r')
  try {
    const read = readSync(file, head, 0, 20, 0)
    return read === 20 && head.readUInt32BE(0) === 0x7f454c46 ? head.readUInt16LE(18) : null
  } finally {
    closeSync(file)
  }
}
