// What the commands of an administrator have in common.
import { readFileSync } from 'node:fs'
import { Trouble } from '@nautilus/store'
import { Broken } from '../../backup/tar.ts'
import { refusalOf } from '../../files.ts'
import { type Arguments, Refusal } from '../../world.ts'

const text = { type: 'string' } as const

export const storeOptions = { data: text, database: text, telemetry: text, config: text } as const

export const storeHelp = `  --data FOLDER           the data folder (./nautilus-data)
  --database URL          where it is a PostgreSQL of yours
  --telemetry URL         where it is a ClickHouse of yours
  --config FILE           the file that \`nautilus up\` reads`

/** What can be put right is said in a sentence. */
export async function said<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Broken) throw new Refusal(`${what} cannot be used: ${error.message}.`)
    if (error instanceof Trouble) throw new Refusal(error.message)
    const { code, path } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new Refusal(`${path ?? what} is not there: check the name.`)
    if (code === 'ENOSPC')
      throw new Refusal(
        `There is no room left for ${what}: make room, or name a place that has it. Nothing was changed.`,
      )
    if (code === 'ECONNREFUSED')
      throw new Refusal(`The stores do not answer (${(error as Error).message}): do they run?`)
    if (code !== undefined && /^E[A-Z]+$/.test(code)) throw refusalOf(what, error)
    throw error
  }
}

const SHORTEST = 12

/** Of `--passphrase-file`; null where none was named. */
export function passphraseOf({ values }: Arguments): string | null {
  const file = values['passphrase-file']
  if (typeof file !== 'string') return null
  let given: string
  try {
    given = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw refusalOf(file, error)
  }
  if (given.length >= SHORTEST) return given
  throw new Refusal(`The passphrase in ${file} is shorter than ${SHORTEST} characters: write a longer one.`)
}

export function oneFile({ positionals }: Arguments, command: string): string {
  const [file, ...others] = positionals
  if (file !== undefined && others.length === 0) return file
  throw new Refusal(`${command} takes one file; type it as \`nautilus ${command} FILE\`.`)
}
