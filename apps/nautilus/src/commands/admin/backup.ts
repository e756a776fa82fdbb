import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { accessTo } from '../../backup/access.ts'
import { makeBackup } from '../../backup/make.ts'
import { bytesOf, rowsOf } from '../../backup/manifest.ts'
import { configOf } from '../../platform/config.ts'
import { ProgressBar } from '../../progress.ts'
import { grouped, sizeOf } from '../../text/numbers.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { oneFile, passphraseOf, said, storeHelp, storeOptions } from './shared.ts'

const help = `nautilus admin backup FILE|DIRECTORY [--passphrase-file FILE]

Writes one file that holds everything: state, telemetry, the files of the data
folder, and the secrets of this platform. In a directory it gets a name with
the time. The platform may run meanwhile; its sites pause for a moment.

${storeHelp}
  --passphrase-file FILE  encrypt it under the passphrase in this file

Without a passphrase the file holds password hashes, second factors and the
key that signs sessions as they are: keep it as you keep those.

Examples
  nautilus admin backup /backups --passphrase-file /etc/nautilus/passphrase
`

export const backup: Command = {
  name: 'admin backup',
  summary: 'everything in one file, while the platform runs or is stopped',
  help,
  options: { ...storeOptions, 'passphrase-file': { type: 'string' } },
  run,
}

async function run(given: Arguments, world: World): Promise<number> {
  const config = configOf(given, process.env)
  const passphrase = passphraseOf(given)
  const target = targetOf(resolve(oneFile(given, 'admin backup')), Date.now())
  if (target.startsWith(`${config.folder}/`))
    throw new Refusal(`${target} lies in the data folder, which would be in its own backup: name another place.`)
  const bar = new ProgressBar(world)
  const manifest = await said(target, async () => {
    const access = await accessTo(config)
    try {
      const onProgress = (what: string, bytes: number) => bar.show(what, bytes, 0)
      return await makeBackup({ access, folder: config.folder, target, passphrase, now: Date.now, onProgress })
    } finally {
      await access.close()
    }
  }).finally(() => bar.clear())
  const { parts } = manifest
  const files = parts.filter(({ kind }) => kind === 'file').length
  await world.out(
    `${target}: ${sizeOf(statSync(target).size)} (${sizeOf(bytesOf(parts))} unpacked)
${grouped(rowsOf(parts, 'state'))} rows of state, ${grouped(rowsOf(parts, 'telemetry'))} of telemetry, ${grouped(files)} files, as of ${manifest.made}
${
  passphrase === null
    ? 'It is not encrypted and holds secrets of this platform: keep it as you keep those.'
    : 'It is encrypted: without the passphrase nobody reads it, you neither.'
}
`,
  )
  return 0
}

function targetOf(path: string, now: number): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const target = isFolder ? join(path, `nautilus-${stamp}.backup`) : path
  for (const taken of [target, `${target}.part`])
    if (existsSync(taken)) throw new Refusal(`${taken} is there already: name another file, or remove it.`)
  return target
}
