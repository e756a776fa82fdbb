// A playbook that a tenant writes: what it keeps of the one that it is based on, whatever else it changes.
import { decides } from '../duties.ts'
import type { Faults } from '../reading/faults.ts'
import type { Place, Tree } from '../reading/tree.ts'
import { type Condition, nameOf, type Option, type Playbook, safetyClasses } from './playbook.ts'
import { type PlaybookRead, type ReadOptions, readPlaybook } from './read-playbook.ts'

/** Versions from here on are a tenant's own; those that come along stay below, so that no name is ever two playbooks. */
export const FIRST_OWN = 1001

/** Ids that come along, now or in a later release. */
const OURS = /^PB-/

export type OwnPlace = {
  /** Under which it is kept. */
  readonly id: string
  readonly version: number
  /** What it names as `parent`, so that nobody's change is lost: `PB-01@1001`; null: nothing. */
  readonly parent: string | null
  /** The one that came along, in the version from which it was made; null: it was written anew. */
  readonly basis: Playbook | null
}

/** One playbook of a tenant, or everything that is wrong with it. */
export function readOwnPlaybook(tree: Tree, { place, ...options }: ReadOptions & { place: OwnPlace }): PlaybookRead {
  return readPlaybook(tree, options, (playbook, faults) => {
    checkPlace(playbook, place, at => placeOf(tree, at), faults)
    for (const fact of playbook.facts)
      if (fact.safety && !decides.has(fact.who))
        faults.of(fact, `Fact ${fact.id} is about safety: one of ${[...decides].join(', ')} must answer it.`)
    if (place.basis) checkKept(playbook, place.basis, at => placeOf(tree, at), faults)
  })
}

/** Null where a tenant may call a playbook of its own so. `known`: the ids that come along, whose place it would take. */
export function ownIdFault(id: string, known: readonly string[]): string | null {
  if (known.includes(id) || !OURS.test(id)) return null
  return `Ids that begin with PB- are those that come along; call yours otherwise, \`SITE-01\`.`
}

const placeOf = (tree: Tree, key: string): Place =>
  (tree.kind === 'map' ? tree.entries.find(entry => entry.key === key)?.value.place : undefined) ?? tree.place

type PlaceOf = (key: string) => Place

function checkPlace(playbook: Playbook, { id, version, parent }: OwnPlace, at: PlaceOf, faults: Faults): void {
  if (playbook.id !== id)
    faults.tell(at('id'), `\`id\` is ${playbook.id}; it must be ${id}, or be kept under its own id.`)
  if (playbook.version !== version)
    faults.tell(at('version'), `\`version\` must be ${version}, the next; versions are never changed.`)
  if (playbook.parent !== parent)
    faults.tell(
      at('parent'),
      parent === null
        ? 'Take out `parent`: there is nothing that this one was made from.'
        : `\`parent\` must be \`${parent}\`, from which it is made, so that nobody's change is lost.`,
    )
}

function checkKept(playbook: Playbook, basis: Playbook, at: PlaceOf, faults: Faults): void {
  const graveness = ({ safetyClass }: Playbook) => safetyClasses.indexOf(safetyClass)
  if (graveness(playbook) < graveness(basis))
    faults.tell(at('safetyClass'), `${nameOf(basis)} is of class ${basis.safetyClass}; a copy is of no lower one.`)
  for (const fact of basis.facts.filter(({ safety }) => safety)) {
    const kept = playbook.facts.find(({ id }) => id === fact.id)
    const told = `${nameOf(basis)} asks ${fact.id} for people's safety: “${fact.question.en}” It must`
    if (!kept) faults.tell(at('facts'), `${told} stay, with \`safety: true\` and \`blocks: true\`.`)
    else if (!kept.safety) faults.of(kept, `${told} stay one of safety.`)
    else if (kept.question.en !== fact.question.en || kept.question.de !== fact.question.de)
      faults.of(kept, `${told} stay in these words, English and German; ask more in a fact of your own.`)
  }
  for (const option of basis.options) {
    const kept = playbook.options.find(({ id }) => id === option.id)
    if (kept) checkApproval(kept, option, basis, faults)
  }
}

/** Whoever approves besides when a question of safety is answered so, or by nobody, still does. */
function checkApproval(kept: Option, option: Option, basis: Playbook, faults: Faults): void {
  const safety = new Set(basis.facts.flatMap(fact => (fact.safety ? [fact.id] : [])))
  const told = new Set<string>()
  for (const { when, needs } of option.approval.extra.filter(extra => safety.has(extra.when.fact)))
    for (const is of when.is)
      for (const { anyOf } of needs)
        if (!isNeeded(kept, anyOf, { fact: when.fact, is: [is] }))
          told.add(`${anyOf.join(' or ')} if ${when.fact} is ${is}`)
  if (told.size > 0)
    faults.of(kept, `Option ${kept.id} of ${nameOf(basis)} is approved by ${[...told].join(', and ')}; that must stay.`)
}

/** A need that fewer duties can meet is a stricter one. */
const isNeeded = (
  { approval: { needs, extra } }: Option,
  duties: readonly string[],
  { fact, is }: Condition,
): boolean =>
  [
    ...needs,
    ...extra.flatMap(({ when, needs: own }) =>
      when.fact === fact && is.every(one => when.is.includes(one)) ? own : [],
    ),
  ].some(({ anyOf }) => anyOf.every(duty => duties.includes(duty)))

/** The text with these in its lines `id`, `version` and `parent`, as somebody goes on from it. */
export function headedPlaybook(source: string, { id, version, parent }: Omit<OwnPlace, 'basis'>): string {
  const lines = source.split('\n').filter(line => !/^parent:/.test(line))
  return lines
    .flatMap(line => {
      if (/^id:/.test(line)) return [`id: ${id}`]
      if (!/^version:/.test(line)) return [line]
      return [`version: ${version}`, ...(parent === null ? [] : [`parent: ${parent}`])]
    })
    .join('\n')
}
