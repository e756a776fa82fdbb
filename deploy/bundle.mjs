// The offline bundle: packages, console and documents in one signed file.
//   node deploy/bundle.mjs keys --out FOLDER                       a new pair of keys of Ed25519
//   node deploy/bundle.mjs build --key release.key --packages FOLDER --out FILE.tar
// deploy/verify.sh checks one with openssl and sha256sum, `nautilus sensor upgrade` before it unpacks anything.
import { spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { filesBelow } from '../scripts/files.mjs'
import { project } from '../scripts/place.mjs'
import { epoch } from './debian/build.mjs'
import { stage } from './lib/stage.mjs'

const PACKAGE = /^(nautilus(?:-stores)?)_([^_]+)_(amd64|arm64)\.deb$/

/** What a bundle says of itself, in its manifest.json. */
export function manifestOf(debs) {
  const named = debs.map(deb => PACKAGE.exec(basename(deb))).filter(match => match !== null)
  const versions = [...new Set(named.map(([, , version]) => version))]
  if (versions.length !== 1)
    throw new Error(
      `A bundle has packages of one version; here are ${versions.length === 0 ? 'none' : versions.join(' and ')}.`,
    )
  const programs = named.filter(([, name]) => name === 'nautilus').map(([, , , arch]) => arch)
  if (programs.length === 0) throw new Error('A bundle has the package `nautilus` of one processor at least.')
  return { format: 1, version: versions[0], architectures: programs.sort() }
}

/** Writes a bundle. `key`: the private key, as PEM. `tree`: files beside the packages (lib/tree.mjs says how they look). */
export function makeBundle({ debs, key, out, when, tree = documentsAndConsole() }) {
  const files = [
    { path: 'manifest.json', text: `${JSON.stringify(manifestOf(debs), null, 2)}\n` },
    ...debs.map(from => ({ path: `packages/${basename(from)}`, from })),
    ...tree,
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-bundle-'))
  try {
    const content = join(folder, 'content')
    mkdirSync(content)
    stage(files, content, when)
    const sums = Buffer.from(files.map(({ path }) => `${sha256(join(content, path))}  ${path}\n`).join(''))
    const lists = [
      { path: 'SHA256SUMS', text: sums },
      { path: 'SHA256SUMS.sig', text: sign(null, sums, ed25519(createPrivateKey(key))) },
    ]
    stage(lists, content, when)
    // The lists first: whoever checks need not read on where they are wrong.
    pack(
      content,
      out,
      when,
      [...lists, ...files].map(({ path }) => path),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function ed25519(key) {
  if (key.asymmetricKeyType === 'ed25519') return key
  throw new Error(`The key is ${key.asymmetricKeyType}; bundles are signed with Ed25519.`)
}

const sha256 = path => createHash('sha256').update(readFileSync(path)).digest('hex')

function pack(content, out, when, paths) {
  const same = ['--format=ustar', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${when}`, '--mode=u+rw,go=u-w']
  const args = [...same, '-C', content, '-cf', resolve(out), '--no-recursion', '--verbatim-files-from', '-T', '-']
  const { status, stderr, error } = spawnSync('tar', args, { input: `${paths.join('\n')}\n`, encoding: 'utf8' })
  if (status !== 0) throw new Error(`tar failed: ${error?.message ?? stderr.trim()}`)
}

function documentsAndConsole() {
  const console = join(project, 'apps/console/dist')
  const documents = filesBelow(project, 'docs').filter(path => path.endsWith('.md'))
  return [
    ...documents.map(path => ({ path, from: join(project, path) })),
    ...filesBelow(console, '')
      .filter(path => !path.startsWith('.'))
      .map(path => ({ path: `console/${path}`, from: join(console, path) })),
  ]
}

/** Both halves as PEM. */
export function makeKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    public: publicKey.export({ type: 'spki', format: 'pem' }),
  }
}

const needs = (values, name) => {
  if (values[name] === undefined) throw new Error(`--${name} is missing.`)
  return values[name]
}

const tasks = {
  keys: values => {
    const out = needs(values, 'out')
    mkdirSync(out, { recursive: true, mode: 0o700 })
    const made = makeKeys()
    writeFileSync(join(out, 'release.key'), made.private, { mode: 0o600, flag: 'wx' })
    writeFileSync(join(out, 'release.pem'), made.public, { flag: 'wx' })
  },
  build: values => {
    const folder = needs(values, 'packages')
    const debs = readdirSync(folder)
      .filter(name => name.endsWith('.deb'))
      .sort()
    const key = readFileSync(needs(values, 'key'), 'utf8')
    const out = needs(values, 'out')
    makeBundle({ debs: debs.map(name => join(folder, name)), key, out, when: epoch() })
    const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' })
    process.stdout.write(`${sha256(out)}  ${out}\nIt is checked with this key:\n${pem}`)
  },
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' }
  const { values, positionals } = parseArgs({
    options: { key: text, packages: text, out: text },
    allowPositionals: true,
  })
  const task = tasks[positionals[0]]
  if (!task) throw new Error(`Say what: ${Object.keys(tasks).join(' or ')}.`)
  task(values)
}
