// Playbooks by id and version: those in force, and those with which incidents began.
import { type DecisionPlaybook, decisionViewOf, type FindPlaybook, type Playbook } from '@nautilus/response'
import { loadPlaybooks } from './playbooks.ts'

export type Books = {
  readonly find: FindPlaybook
  /** Any version that ever was in force, whole. */
  readonly read: (id: string, version: string) => Playbook | null
  /** In force, by id. */
  readonly all: readonly Playbook[]
  /** The version in force; null where there is no such playbook. */
  readonly versionOf: (id: string) => string | null
}

/** `inForce`: one of each id. `others`: versions with which incidents may have begun. */
export function booksOf(inForce: readonly Playbook[], others: readonly Playbook[] = []): Books {
  const all = inForce.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const versions = new Map(all.map(({ id, version }) => [id, String(version)]))
  const known = new Map([...others, ...all].map(playbook => [`${playbook.id} ${playbook.version}`, playbook]))
  const views = new Map<string, DecisionPlaybook>()
  const read = (id: string, version: string) => known.get(`${id} ${version}`) ?? null
  const find: FindPlaybook = (id, version) => {
    const name = `${id} ${version}`
    const playbook = known.get(name)
    if (!playbook) return null
    const view = views.get(name) ?? decisionViewOf(playbook)
    views.set(name, view)
    return view
  }
  return { find, read, all, versionOf: id => versions.get(id) ?? null }
}

/** Those that come with Nautilus. */
export const ownBooks = (): Books => booksOf(loadPlaybooks())
