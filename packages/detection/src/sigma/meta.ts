// What a Sigma rule says of itself, in our words.
import { techniques } from '../attack.ts'
import { playbooks } from '../playbooks.ts'
import type { Level, Meta, Modifier } from '../rule.ts'
import { clipped, type Faults, type Fields } from './faults.ts'
import type { Tree } from './tree.ts'

/** What both kinds of documents may have. Sigma rules specification 2.1.0; the last three are ours. */
export const metaKeys = [
  'title',
  'id',
  'name',
  'related',
  'taxonomy',
  'status',
  'description',
  'license',
  'author',
  'references',
  'date',
  'modified',
  'fields',
  'falsepositives',
  'level',
  'tags',
  'scope',
  'playbook',
  'modifiers',
  'examples',
] as const

const MAX_TITLE = 256

const levels: Readonly<Record<string, Level>> = {
  // Sigma's `informational` raises no alert; the mildest finding there is does not either.
  informational: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
}
const statuses = ['experimental', 'test', 'stable', 'deprecated', 'unsupported'] as const
const modifierWords: readonly Modifier[] = ['impact', 'order', 'unordered', 'safety']

/** Null where it has no title to be called by. */
export function metaOf(tree: Tree, fields: Fields, faults: Faults): Meta | null {
  const title = titleOf(tree, fields, faults)
  const status = faults.word(fields.get('status'), '`status`', statuses) ?? 'experimental'
  if (status === 'deprecated' || status === 'unsupported')
    faults.tell(
      fields.get('status')!.value.place,
      `A rule that is \`${status}\` is not run; take it out of these files.`,
    )
  const level = faults.word(fields.get('level'), '`level`', Object.keys(levels)) ?? 'medium'
  const texts = (key: string) => faults.texts(fields.get(key), `\`${key}\``)
  const modifiers = fields.has('modifiers') ? modifiersOf(fields, faults) : (['impact', 'order'] as const)
  const id = title === null ? null : idOf(title)
  if (title === null || id === null) return null
  return {
    id,
    catalogue: [],
    title,
    status: status === 'stable' || status === 'test' ? status : 'experimental',
    level: levels[level]!,
    description: faults.text(fields.get('description'), '`description`')?.trim() ?? '',
    references: texts('references').map(({ text }) => text),
    techniques: techniquesOf(fields, faults),
    falsepositives: texts('falsepositives').map(({ text }) => text),
    playbook: playbookOf(fields, faults),
    modifiers,
    nature: 'rule',
    needs: [],
  }
}

function titleOf(tree: Tree, fields: Fields, faults: Faults): string | null {
  const entry = fields.get('title')
  if (!entry) {
    faults.tell(tree.place, 'A rule needs a `title`: one line on what it finds.')
    return null
  }
  const title = faults.text(entry, '`title`')?.trim() ?? null
  if (title === null) return null
  if (title.length > MAX_TITLE)
    faults.tell(entry.value.place, `\`title\` may have ${MAX_TITLE} characters; say more in \`description\`.`)
  else if (idOf(title) === '')
    faults.tell(entry.value.place, '`title` needs letters or digits: the id of the rule is made from it.')
  else return title
  return null
}

/** `Write outside of the shift` is `write-outside-of-the-shift`. */
export const idOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')

function playbookOf(fields: Fields, faults: Faults): string {
  return faults.word(fields.get('playbook'), '`playbook`', Object.keys(playbooks)) ?? ''
}

const modifiersOf = (fields: Fields, faults: Faults): Modifier[] =>
  faults.texts(fields.get('modifiers'), '`modifiers`').flatMap(({ text, place }) => {
    const word = modifierWords.find(own => own === text)
    if (!word) faults.unknown(place, `There is no modifier \`${clipped(text)}\` of severity`, text, modifierWords)
    return word ?? []
  })

/** `attack.t0843`. Tactics, groups, software and tags of other name spaces are taken and not used. */
function techniquesOf(fields: Fields, faults: Faults): string[] {
  const found = faults.texts(fields.get('tags'), '`tags`').flatMap(({ text, place }) => {
    if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/i.test(text))
      faults.tell(place, `\`${clipped(text)}\` is no tag; write it as \`attack.t0843\`.`)
    const [, id] = /^attack\.(t\d.*)$/i.exec(text) ?? []
    if (id === undefined) return []
    const technique = id.toUpperCase()
    if (Object.hasOwn(techniques, technique)) return technique
    const why = /^T0\d{3}$/.test(technique) ? 'was withdrawn or never was' : 'belongs to another matrix'
    faults.tell(
      place,
      `\`${clipped(technique)}\` is no technique of ATT&CK for ICS 18.1: it ${why}. attack.mitre.org/techniques/ics lists them.`,
    )
    return []
  })
  return [...new Set(found)].sort()
}
