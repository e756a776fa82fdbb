// One upgrade: the new release is checked, put beside the old one and tried, before a link is changed; when the sensor does
// not stay up with it, the link is changed back.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../world.ts'
import { type Bundle, isNewer } from './bundle.ts'
import { PACKAGE, type Releases } from './releases.ts'
import type { Service } from './service.ts'

export type Step = (sentence: string) => Promise<void>
export type Surroundings = {
  readonly releases: Releases
  /** Null: whoever calls restarts what runs. */
  readonly service: Service | null
  /** s that it must stay up. */
  readonly watch: number
  readonly say: Step
}

const ARCHITECTURES: Readonly<Partial<Record<string, string>>> = { x64: 'amd64', arm64: 'arm64' }
/** Which file of the package a release was unpacked from. */
const NOTE = '.sha256'
/** ms for one command of a new release, on a slow disk. */
const PATIENCE = 120_000

/** Unpacks and tries the release of a bundle. Nothing that runs is touched. Throws a refusal. */
export async function stage(bundle: Bundle, running: string, { releases, say }: Surroundings): Promise<void> {
  const { version } = bundle
  if (!isNewer(version, running))
    throw new Refusal(
      `The bundle has version ${version}, and ${running} runs: only a newer one is put in its place. An older one comes back by --rollback.`,
    )
  const arch = ARCHITECTURES[process.arch] ?? process.arch
  const path = `packages/nautilus_${version}_${arch}.deb`
  if (!bundle.architectures.includes(arch))
    throw new Refusal(`The bundle is for ${bundle.architectures.join(' and ')}; this machine is ${arch}.`)
  const folder = releases.folderOf(version)
  if (noteOf(folder) === bundle.sumOf(path)) return say(`Version ${version} lies beside already.`)
  rmSync(folder, { recursive: true, force: true })
  unpack(bundle, path, folder)
  try {
    tryOut(folder, version)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  writeFileSync(join(folder, NOTE), bundle.sumOf(path))
  await say(`Version ${version} is signed, unpacked beside the old one, and was tried.`)
}

/** Makes a staged release the one that runs; back to the one before when it does not stay up. */
export async function activate(version: string, surroundings: Surroundings): Promise<void> {
  const { releases, say } = surroundings
  const [before, previous] = [releases.current(), releases.previous()]
  releases.switchTo(version)
  const fault = await restarted(surroundings)
  if (fault === null) {
    releases.tidy()
    return say(`${named(version)} runs.`)
  }
  releases.switchBack(before, previous)
  const still = await restarted(surroundings)
  releases.tidy()
  throw new Refusal(
    `Version ${version} did not stay up: ${fault}. ${named(before)} is back${still === null ? ', and runs' : `, and does not run either: ${still}`}.`,
  )
}

/** The release before. It is not left again when it does not stay up: whoever goes back knows why. */
export async function rollBack(surroundings: Surroundings): Promise<void> {
  const { releases, say } = surroundings
  const [current, previous] = [releases.current(), releases.previous()]
  if (previous === null || previous === current) throw new Refusal('There is no release to go back to.')
  releases.switchTo(previous)
  const fault = await restarted(surroundings)
  if (fault !== null) throw new Refusal(`${named(previous)} is in place, and does not stay up: ${fault}.`)
  await say(`${named(previous)} runs again. ${named(current)} is kept: --rollback once more returns to it.`)
}

const named = (version: string): string => (version === PACKAGE ? 'The installed package' : `Version ${version}`)

async function restarted({ service, watch, say }: Surroundings): Promise<string | null> {
  if (service === null) return null
  if (!service.isWanted()) {
    await say('The sensor was not running, and is not started.')
    return null
  }
  try {
    service.restart()
  } catch (error) {
    if (error instanceof Refusal) return error.message.replace(/\.$/, '')
    throw error
  }
  return service.watch(watch)
}

function noteOf(folder: string): string | null {
  const note = join(folder, NOTE)
  return existsSync(note) ? readFileSync(note, 'utf8') : null
}

/** The folder appears whole, or not at all. */
function unpack(bundle: Bundle, path: string, folder: string): void {
  const beside = mkdtempSync(`${folder}.new-`)
  try {
    const [deb, content] = [join(beside, 'package.deb'), join(beside, 'content')]
    checkRoom(beside, bundle.sizeOf(path))
    bundle.extract(path, deb)
    checkRoom(beside, Number(run('dpkg-deb', ['--field', deb, 'Installed-Size'])) * 1024)
    run('dpkg-deb', ['--extract', deb, content])
    renameSync(join(content, 'usr/lib/nautilus'), folder)
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

function checkRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize > bytes) return
  throw new Refusal(`There is no room: ${Math.ceil(bytes / 1e6)} MB are needed beside ${folder}. Nothing was changed.`)
}

function run(program: string, args: readonly string[], cwd?: string): string {
  const options = { encoding: 'utf8', timeout: PATIENCE, maxBuffer: 1 << 28, ...(cwd ? { cwd } : {}) } as const
  const { status, stdout, stderr, error } = spawnSync(program, args, options)
  if (status === 0) return stdout.trim()
  throw new Refusal(
    `${program} ${args[0]} failed: ${error?.message ?? (stderr.trim().slice(-300) || `code ${status}`)}.`,
  )
}

/** It starts, it is what it says, and it reads packets: its Node, its libraries and its decoders are whole. */
function tryOut(folder: string, version: string): void {
  const program = join(folder, 'bin/nautilus')
  const scratch = mkdtempSync(join(tmpdir(), 'nautilus-trial-'))
  try {
    const told = run(program, ['--version'])
    if (told !== `nautilus ${version}`)
      throw new Refusal(`The release says that it is \`${told.slice(0, 100)}\`, and its bundle ${version}.`)
    run(program, ['simulate', 'plant.pcap', '--seconds', '60'], scratch)
    const report = JSON.parse(run(program, ['analyze', 'plant.pcap', '--json', '-'], scratch)) as { assets?: unknown[] }
    if (!Array.isArray(report.assets) || report.assets.length === 0)
      throw new Refusal('The release found nothing in the capture of a plant.')
  } catch (error) {
    const why = error instanceof Refusal ? error.message : `it wrote what is no report: ${(error as Error).message}`
    throw new Refusal(`Version ${version} does not work on this machine, and nothing was changed. ${why}`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
