// Releases of the program beside each other, and a link that says which one runs:
//   releases/0.2.0/        as it was unpacked
//   current -> releases/0.2.0      without it the installed package runs
//   previous -> releases/0.1.0     where a rollback leads; `package` where that is the package
import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'

/** The package that dpkg knows. */
export const PACKAGE = 'package'

export class Releases {
  readonly #place: string

  constructor(place: string) {
    this.#place = place
    mkdirSync(join(place, 'releases'), { recursive: true, mode: 0o755 })
  }

  folderOf(version: string): string {
    return join(this.#place, 'releases', version)
  }

  /** The version that the link names; `package` where there is none. */
  current(): string {
    return this.#read('current') ?? PACKAGE
  }

  /** Where a rollback leads; null where nothing was before. */
  previous(): string | null {
    const named = this.#read('previous')
    return named === null || named === PACKAGE || existsSync(this.folderOf(named)) ? named : null
  }

  /** What runs from the next start on. In one step: a machine that loses its power has the one or the other. */
  switchTo(version: string): void {
    const before = this.current()
    this.#point('current', version)
    this.#write('previous', before)
  }

  /** As it was before `switchTo`. */
  switchBack(current: string, previous: string | null): void {
    this.#point('current', current)
    if (previous === null) rmSync(join(this.#place, 'previous'), { force: true })
    else this.#write('previous', previous)
  }

  /** Removes releases that neither run nor are where a rollback leads, and what an interrupted upgrade left. */
  tidy(): void {
    const kept = [this.current(), this.previous()]
    for (const name of readdirSync(join(this.#place, 'releases')))
      if (!kept.includes(name)) rmSync(this.folderOf(name), { recursive: true, force: true })
  }

  #read(name: string): string | null {
    try {
      return basename(readlinkSync(join(this.#place, name)))
    } catch {
      return null
    }
  }

  /** Without the link the package runs. */
  #point(name: string, version: string): void {
    if (version === PACKAGE) rmSync(join(this.#place, name), { force: true })
    else this.#write(name, version)
  }

  #write(name: string, version: string): void {
    const made = join(this.#place, `${name}.new`)
    rmSync(made, { force: true })
    symlinkSync(version === PACKAGE ? PACKAGE : `releases/${version}`, made)
    renameSync(made, join(this.#place, name))
  }
}
