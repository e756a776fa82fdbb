// One id among the playbooks of a tenant: what came along under it, what the tenant wrote, and what follows from that.
import { type OwnPlace, ownIdFault, type Playbook, playbookName } from '@nautilus/response'
import { type Edition, listEditions, nextVersion, type OwnVersion, type Scoped } from '@nautilus/store'
import type { Library, Playbooks } from '../port.ts'
import { Problem } from '../problem.ts'

export type Shelf = {
  readonly id: string
  /** Of this release; null: none of this id came along. */
  readonly cameAlong: Edition | null
  /** The oldest first. */
  readonly own: readonly OwnVersion[]
}

export const shelfOf = ({ shipped }: Library, id: string, own: readonly OwnVersion[]): Shelf => ({
  id,
  cameAlong: shipped.find(({ playbook }) => playbook.id === id) ?? null,
  own: own.filter(version => version.id === id),
})

/** In order of their ids. */
export const shelvesOf = (library: Library, own: readonly OwnVersion[]): Shelf[] =>
  [...new Set([...library.shipped.map(({ playbook }) => playbook.id), ...own.map(({ id }) => id)])]
    .sort()
    .map(id => shelfOf(library, id, own))

/** Every edition of this id that came along with this installation, the oldest first. */
export async function editionsOf(scoped: Scoped, { shipped }: Library, id: string): Promise<Edition[]> {
  const kept = await listEditions(scoped, id)
  const known = new Set(kept.map(({ playbook }) => playbook.version))
  return [...kept, ...shipped.filter(({ playbook }) => playbook.id === id && !known.has(playbook.version))]
}

/** The tenant's version that is in force; null: what came along is, or nothing. */
export function ownInForce({ own }: Shelf): OwnVersion | null {
  const newest = own.at(-1)
  return newest?.title ? newest : null
}

/** Goes up with each change. */
export const editOf = ({ own }: Shelf): number => own.at(-1)?.version ?? 0

export const lastWritten = ({ own }: Shelf): OwnVersion | null => own.findLast(({ title }) => title !== null) ?? null

export function rowOf(shelf: Shelf, library: Library, exercised: ReadonlyMap<string, Date>) {
  const own = ownInForce(shelf)
  const cameAlong = shelf.cameAlong?.playbook ?? null
  const shown = own ?? cameAlong ?? lastWritten(shelf)!
  const original = own && originalOf(library, own.basis)
  const newest = shelf.own.at(-1)
  return {
    id: shelf.id,
    title: shown.title!,
    safetyClass: shown.safetyClass!,
    version: (own ?? cameAlong)?.version ?? null,
    isOwn: own !== null || cameAlong === null,
    cameAlong: cameAlong !== null,
    basis: own?.basis ?? null,
    original: original !== null && original !== own?.basis ? original : null,
    by: newest?.by ?? null,
    at: newest?.at.toISOString() ?? null,
    note: newest?.note ?? null,
    exercised: exercised.get(shelf.id)?.toISOString() ?? null,
  }
}

/** What now comes along under the id of an edition; null where nothing does. */
function originalOf({ shipped }: Library, basis: string | null): string | null {
  const found = basis && shipped.find(({ playbook }) => playbook.id === idIn(basis))
  return found ? playbookName(found.playbook) : null
}

const idIn = (name: string): string => name.slice(0, name.indexOf('@'))

/**
 * Where the next version stands. `asked`: the edition that its text was compared with; undefined: as before, and at
 * first the one that came along under this id. Throws a problem where it cannot be that one.
 */
export function nextPlace(
  shelf: Shelf,
  library: Library,
  books: Playbooks,
  asked?: string,
): OwnPlace & { basisName: string | null } {
  const { id, cameAlong, own } = shelf
  // A later release may have it no more; what the tenant made of it goes on.
  const known = own.length > 0 ? [id] : library.shipped.map(({ playbook }) => playbook.id)
  const fault = ownIdFault(id, known)
  if (fault) throw new Problem(400, fault, { id: fault })
  const basisName = basisFor(shelf, library, asked)
  const basis = basisName === null ? null : bookNamed(books, library, basisName)
  if (basisName !== null && !basis) throw notThat(`${basisName} is not there.`)
  const inForce = ownInForce(shelf) ?? cameAlong?.playbook ?? lastWritten(shelf)
  const parent = inForce ? playbookName(inForce) : basisName
  return { id, version: nextVersion(own), parent, basis, basisName }
}

const notThat = (why: string): Problem => new Problem(400, `It cannot be based on that: ${why}`, { basis: why })

function basisFor(shelf: Shelf, library: Library, asked: string | undefined): string | null {
  const { cameAlong } = shelf
  const before = cameAlong ? ownInForce(shelf) : lastWritten(shelf)
  const original = cameAlong ? playbookName(cameAlong.playbook) : originalOf(library, before?.basis ?? null)
  const known = before ? before.basis : original
  if (asked === undefined || asked === known) return known
  const isNew = before === null && !cameAlong
  const fits = isNew ? library.shipped.some(({ playbook }) => playbookName(playbook) === asked) : asked === original
  if (fits) return asked
  throw notThat(
    isNew
      ? `${asked} does not come along.`
      : `it is ${[known, original].filter(Boolean).join(' or ') || 'based on none'}.`,
  )
}

function bookNamed(books: Playbooks, { shipped }: Library, name: string): Playbook | null {
  const found = shipped.find(({ playbook }) => playbookName(playbook) === name)
  return found?.playbook ?? books.read(idIn(name), name.slice(idIn(name).length + 1))
}
