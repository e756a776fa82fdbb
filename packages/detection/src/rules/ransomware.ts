import type { OperationEvent } from '../event.ts'
import { hmi, operation, station, stranger, who } from '../examples.ts'
import { has, type Lately, namesOf, newLately, note } from '../lately.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

/** Of one client on one server, by the full names of the files. */
type State = {
  /** `ending|file`: got another ending, or gave way to a copy with one more. */
  readonly renamed: Lately
  /** Files that were read, and of these those that were then written in their place. */
  readonly read: Lately
  readonly overwritten: Lately
  /** New files, without their last ending: where the copy of a file that is then deleted would be. */
  readonly created: Lately
  /** `name|folder` of new files that tell people what to do. */
  readonly notes: Lately
}

/** What such files are called, in whatever order the words come. */
const NOTE = /(decrypt|ransom|restore|recover|unlock|how.{0,3}to|read.?me|instruction|help).*\.(txt|html?|hta|rtf)$/i

const server = who('10.0.0.20', { label: 'Server (10.0.0.20)' })
const share = String.raw`\\server\projects`
const smb = (object: string, at: number, detail: Record<string, string>, part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: stranger,
    to: server,
    protocol: 'smb',
    port: 445,
    verb: 'file',
    function: { code: '5', name: 'CREATE' },
    object,
    detail,
    at,
    ...part,
  })
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const renamedTo = (ending: string, span = 1) =>
  many(25, i => smb(`${share}\\line${i}.acd`, i * span, { to: `line${i}.acd${ending}` }))

export const rule = defineRule<'operation', State>({
  id: 'ransomware',
  catalogue: ['Q04'],
  title: 'Files on a share are made unreadable',
  status: 'test',
  level: 'critical',
  description:
    'Within a minute one host gave many files another ending, overwrote many of different kinds, or left the same note in folder after folder. So programs work that encrypt files and ask for money: projects, recipes and records are lost, and the host is infected.',
  references: ['https://attack.mitre.org/techniques/T0809/', 'https://attack.mitre.org/techniques/T0828/'],
  techniques: ['T0809'], // Data Destruction
  consequences: ['T0828', 'T0826'], // Loss of Productivity and Revenue, Loss of Availability
  falsepositives: ['A migration that renames files', 'A tool that converts or packs a whole folder in its place'],
  playbook: 'PB-06',
  modifiers: ['order'],
  nature: 'rule',
  needs: ['smb'],
  settings: {
    renamed: { value: 20, unit: 'files', says: 'so many that got the same new ending' },
    overwritten: { value: 30, unit: 'files', says: 'so many that were read and written in their place' },
    kinds: { value: 4, unit: 'kinds', says: 'of so many different endings: a program of its own writes fewer' },
    folders: { value: 3, unit: 'folders', says: 'with the same note' },
    seconds: { value: 60, unit: 's', says: 'within so long' },
  },

  on: 'operation',
  verbs: ['file', 'delete'],
  protocols: ['smb'],
  keyBy: ({ accepted, client, server, activity }) =>
    accepted && activity.object !== '' ? `${client.id}|${server.id}` : null,
  start: () => ({
    renamed: newLately(),
    read: newLately(),
    overwritten: newLately(),
    created: newLately(),
    notes: newLately(),
  }),
  step: (state, event, { setting }) => {
    const span = setting('seconds') * 1e6
    const { at, client, server, protocol, activity } = event
    learn(state, event, span)
    const said = signOf(state, at, span, setting)
    if (said === null) return { state }
    const { kind, text, level } = said
    return {
      state,
      match: {
        summary: `${client.label} ${text} on ${server.label} within ${setting('seconds')} seconds, the last one ${cut(activity.object)}.`,
        source: client,
        target: server,
        protocol,
        verb: null,
        dedup: kind,
        level,
      },
    }
  },
  forgetAfter: 600e6,

  examples: [
    { name: 'files get another ending', events: renamedTo('.locked'), fires: 6 },
    { name: 'over a day', events: renamedTo('.locked', 3600), fires: 0 },
    {
      name: 'each gets the ending of its own kind: a program that saves',
      events: many(25, i => smb(`${share}\\~${i}.tmp`, i, { to: `drawing${i}.kind${i}` })),
      fires: 0,
    },
    {
      name: 'a copy is left, and the file is deleted',
      events: many(20, i => i).flatMap((_, i) => [
        smb(`${share}\\p${i}.zap.x9`, i, { access: 'write', result: 'created' }),
        smb(`${share}\\p${i}.zap`, i, { information: 'file disposition' }, { verb: 'delete' }),
      ]),
      fires: 1,
    },
    {
      name: 'overwritten in their place',
      events: many(32, i => i).flatMap((_, i) => [
        smb(`${share}\\f${i}.k${i % 5}`, i, { access: 'read' }),
        smb(`${share}\\f${i}.k${i % 5}`, i, { access: 'write' }),
      ]),
      fires: 5,
    },
    {
      name: 'a historian that appends to its tables',
      events: many(60, i =>
        smb(`${share}\\day${i % 40}.csv`, i, { access: i % 2 === 0 ? 'read' : 'write' }, { from: hmi }),
      ),
      fires: 0,
    },
    {
      name: 'the same note in folder after folder',
      events: many(4, i => smb(`${share}\\cell${i}\\HOW_TO_DECRYPT.txt`, i, { access: 'write', result: 'created' })),
      fires: 2,
    },
    {
      name: 'a backup copies a tree',
      events: many(60, i =>
        smb(`${share}\\a${i}\\file${i}.txt`, i, { access: 'write', result: 'created' }, { from: station }),
      ),
      fires: 0,
    },
  ],
})

type Sign = { readonly kind: string; readonly text: string; readonly level: 'critical' | 'high' }

function signOf(state: State, at: number, span: number, setting: (name: string) => number): Sign | null {
  const folders = largest(namesOf(state.notes, at, span))
  if (folders.count >= setting('folders'))
    return { kind: 'note', text: `left ${cut(folders.name)} in ${folders.count} folders`, level: 'critical' }
  const renamed = largest(namesOf(state.renamed, at, span))
  if (renamed.count >= setting('renamed'))
    return { kind: 'renamed', text: `gave ${renamed.count} files the ending ${cut(renamed.name)}`, level: 'critical' }
  const overwritten = namesOf(state.overwritten, at, span)
  const kinds = new Set(overwritten.map(endingOf))
  if (overwritten.length >= setting('overwritten') && kinds.size >= setting('kinds'))
    return {
      kind: 'overwritten',
      text: `read and overwrote ${overwritten.length} files of ${kinds.size} kinds`,
      level: 'high',
    }
  return null
}

function learn(state: State, { at, verb, activity: { object, detail } }: OperationEvent, span: number): void {
  const file = object.toLowerCase()
  if (typeof detail?.to === 'string') {
    const ending = endingOf(detail.to.toLowerCase())
    if (ending !== '' && ending !== endingOf(file)) note(state.renamed, `${ending}|${file}`, at, span)
    return
  }
  if (verb === 'delete') {
    const ending = namesOf(state.created, at, span).find(each => each.startsWith(`${file}|`))
    if (ending !== undefined) note(state.renamed, `${ending.slice(file.length + 1)}|${file}`, at, span)
    return
  }
  if (detail?.result === 'created') {
    const ending = endingOf(file)
    if (ending !== '') note(state.created, `${file.slice(0, -ending.length)}|${ending}`, at, span)
    const cut = file.lastIndexOf('\\')
    const name = file.slice(cut + 1)
    if (NOTE.test(name)) note(state.notes, `${name}|${file.slice(0, Math.max(0, cut))}`, at, span)
    return
  }
  if (detail?.access === 'read') note(state.read, file, at, span)
  else if (detail?.access === 'write' && has(state.read, file, at, span)) note(state.overwritten, file, at, span)
}

/** `.txt` with its dot; empty where there is none. */
function endingOf(file: string): string {
  const dot = file.lastIndexOf('.')
  return dot > file.lastIndexOf('\\') ? file.slice(dot) : ''
}

/** Of names like `group|member` the largest group. */
function largest(names: readonly string[]): { readonly name: string; readonly count: number } {
  let most = { name: '', count: 0 }
  for (const [name, members] of Map.groupBy(names, each => each.slice(0, each.indexOf('|'))))
    if (members.length > most.count || (members.length === most.count && name < most.name))
      most = { name, count: members.length }
  return most
}
