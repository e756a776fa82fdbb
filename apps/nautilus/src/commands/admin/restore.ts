import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { rowsOf } from '../../backup/manifest.ts'
import { restore } from '../../backup/restore.ts'
import { type Archive, verified } from '../../backup/verify.ts'
import { configOf } from '../../platform/config.ts'
import { ProgressBar } from '../../progress.ts'
import { grouped } from '../../text/numbers.ts'
import type { Arguments, Command, World } from '../../world.ts'
import { oneFile, passphraseOf, said, storeHelp, storeOptions } from './shared.ts'

const help = `nautilus admin restore FILE [--replace] [--passphrase-file FILE]

Reads a backup back. All of it is checked before anything is touched: a byte
that is not as it was written, or tables newer than this program, and it is
refused. Tables of an older program are brought up to date.

${storeHelp}
  --replace               move what is in the data folder aside first
  --passphrase-file FILE  where it is encrypted
  --check                 check the file and say what is in it, and stop there

The data folder must be empty; databases of yours too.

Examples
  nautilus admin restore /backups/monday.backup --data /var/lib/nautilus
`

export const restoreCommand: Command = {
  name: 'admin restore',
  summary: 'such a file back into an empty data folder',
  help,
  options: {
    ...storeOptions,
    'passphrase-file': { type: 'string' },
    replace: { type: 'boolean' },
    check: { type: 'boolean' },
  },
  run,
}

async function run(given: Arguments, world: World): Promise<number> {
  const { folder, databaseUrl, telemetryUrl } = configOf(given, process.env)
  const file = resolve(oneFile(given, 'admin restore'))
  const passphrase = passphraseOf(given)
  const bar = new ProgressBar(world)
  const archive = (what: string, size: number): Archive => ({
    file,
    passphrase,
    onBytes: bytes => bar.show(what, bytes, size),
  })
  try {
    const { size } = await said(file, async () => statSync(file))
    const manifest = await said(file, () => verified(archive('checking', size)))
    const rows = `${grouped(rowsOf(manifest.parts, 'state'))} rows of state and ${grouped(rowsOf(manifest.parts, 'telemetry'))} of telemetry, as of ${manifest.made}`
    if (given.values.check === true) {
      bar.clear()
      await world.out(`${file} is whole: ${rows}, made by Nautilus ${manifest.program}.\n`)
      return 0
    }
    const stores = { folder, databaseUrl, telemetryUrl }
    const { aside } = await said(file, () =>
      restore({
        ...stores,
        archive: archive('restoring', size),
        manifest,
        replace: given.values.replace === true,
        now: Date.now,
      }),
    )
    bar.clear()
    await world.out(`Restored: ${rows}.\n`)
    if (aside !== null) await world.out(`What was in the folder is in ${aside}; remove it when all is well.\n`)
    await world.out(`Start it with \`nautilus up --data ${folder}\`.\n`)
    return 0
  } finally {
    bar.clear()
  }
}
