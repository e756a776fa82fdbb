// The playbooks of a tenant: those that come with Nautilus.
import { decisionViewOf, type FindPlaybook, type Playbook } from '@nautilus/response'
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

/** Several versions of one id may be there: incidents keep the one with which they began. The last is in force. */
export function booksOf(versions: readonly Playbook[]): Books {
  const inForce = new Map(versions.map(playbook => [playbook.id, playbook]))
  const known = new Map(versions.map(playbook => [`${playbook.id} ${playbook.version}`, playbook]))
  const views = new Map([...known].map(([name, playbook]) => [name, decisionViewOf(playbook)]))
  return {
    find: (id, version) => views.get(`${id} ${version}`) ?? null,
    read: (id, version) => known.get(`${id} ${version}`) ?? null,
    all: [...inForce.values()],
    versionOf: id => {
      const found = inForce.get(id)
      return found ? String(found.version) : null
    },
  }
}

export const ownBooks = (): Books => booksOf(loadPlaybooks())
