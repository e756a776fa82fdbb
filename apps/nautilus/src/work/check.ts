// What is wrong with work that people planned, told at the field.
import { type PlannedWindow, type PlannedWork, verbs } from '@nautilus/model'
import { isTimeZone, momentOf } from '../site/clock.ts'
import { LONGEST, recurrenceFault, SHORTEST } from '../site/recurrence.ts'
import { type Names, selectorFor } from '../site/selectors.ts'
import { likeOf } from '../site/yaml.ts'
import { isMachine } from './compile.ts'
import { MOST_ENTRIES, MOST_EXCEPT, MOST_NOTE, MOST_TITLE, MOST_WINDOWS, MOST_WORD } from './limits.ts'

/** `field`: `assets`, `windows.0.to`. */
export type WorkFault = { readonly field: string; readonly message: string }

/** The devices of the inventory, by what they are called; null: several are called so. */
export type Called = ReadonlyMap<string, string | null>

export type CheckedWork = { readonly work: PlannedWork; readonly faults: readonly WorkFault[] }

/** The names of devices of the inventory become their ids: what a device calls itself may be somebody else tomorrow. */
export function checkWork(given: PlannedWork, names: Names, called: Called): CheckedWork {
  const faults: WorkFault[] = []
  const fault = (field: string, message: string) => void faults.push({ field, message })
  const named: Names = { ...names, assets: names.assets ?? new Map() }
  const pick = (field: string) => (text: string) => pickOf(text, named, called, message => fault(field, message))
  checkWords(given, fault)
  const work = {
    ...given,
    assets: given.assets.map(pick('assets')),
    sources: given.sources?.map(pick('sources')) ?? null,
    laptop: given.laptop !== null && !isMachine(given.laptop) ? laptopOf(given.laptop, called) : given.laptop,
  }
  checkWindows(given, fault)
  return { work, faults }
}

type Tell = (field: string, message: string) => void

function checkWords(given: PlannedWork, fault: Tell): void {
  if (given.title.trim() === '') fault('title', 'An order needs a title.')
  if (given.title.length > MOST_TITLE) fault('title', `A title has at most ${MOST_TITLE} characters.`)
  if (given.assets.length === 0) fault('assets', 'Name the devices on which the work is done.')
  for (const name of ['assets', 'sources', 'tools'] as const) checkList(name, given[name], fault)
  for (const name of ['person', 'company', 'laptop', 'contact'] as const)
    if ((given[name]?.length ?? 0) > MOST_WORD) fault(name, `At most ${MOST_WORD} characters.`)
  if ((given.note?.length ?? 0) > MOST_NOTE) fault('note', `A note has at most ${MOST_NOTE} characters.`)
  for (const sentence of verbFaults(given.verbs)) fault('verbs', sentence)
}

function verbFaults(given: readonly string[] | null): readonly string[] {
  if (given?.length === 0) return ['Name what is done, or leave it open.']
  const unknown = (given ?? []).filter(verb => !(verbs as readonly string[]).includes(verb))
  return unknown.map(verb => `\`${verb}\` is no verb; ${likeOf(verb, verbs)}`)
}

function checkList(name: string, list: readonly string[] | null, fault: Tell): void {
  if (list === null) return
  if (list.length > MOST_ENTRIES) fault(name, `There may be ${MOST_ENTRIES} entries.`)
  if (list.some(text => text.trim() === '' || text.length > MOST_WORD))
    fault(name, `An entry has 1 to ${MOST_WORD} characters.`)
  if (list.length === 0 && name !== 'assets') fault(name, 'Name one, or leave it open.')
}

function pickOf(text: string, names: Names, called: Called, fault: (message: string) => void): string {
  const found = selectorFor(text, names)
  if (typeof found !== 'string') return text
  const id = called.get(text.toLowerCase())
  if (id) return id
  if (id === null) fault(`Several devices are called \`${text}\`; name it by its address.`)
  else if (!found.includes('no asset')) fault(found)
  else fault(`There is no asset \`${text}\`; ${likeOf(text, [...names.assets!.keys(), ...called.keys()])}`)
  return text
}

/** A laptop that was never here is known by its name alone. */
const laptopOf = (name: string, called: Called): string => called.get(name.toLowerCase()) ?? name

function checkWindows({ windows, timeZone }: PlannedWork, fault: Tell): void {
  if (!isTimeZone(timeZone)) {
    fault('timeZone', `There is no time zone \`${timeZone}\`; write it as Europe/Berlin.`)
    return
  }
  if (windows.length === 0) fault('windows', 'An order needs a window: from when to when.')
  if (windows.length > MOST_WINDOWS) fault('windows', `An order has at most ${MOST_WINDOWS} windows.`)
  windows.slice(0, MOST_WINDOWS).forEach((window, at) => {
    checkWindow(window, timeZone, (part, message) => fault(`windows.${at}.${part}`, message))
  })
}

function checkWindow({ from, to, repeat, except }: PlannedWindow, timeZone: string, fault: Tell): void {
  const [start, end] = [momentOf(from, timeZone), momentOf(to, timeZone)]
  if (start === null) fault('from', noTime(from))
  if (end === null) fault('to', noTime(to))
  if (start === null || end === null) return
  if (end <= start) return fault('to', 'The window ends before it begins; put its end after its beginning.')
  if (end - start < SHORTEST) return fault('to', 'A window lasts at least a minute.')
  if (end - start > LONGEST) return fault('to', 'A window lasts at most 31 days; make several, or one that repeats.')
  if (repeat === null) {
    if (except.length > 0) fault('except', 'Only a window that repeats has exceptions.')
    return
  }
  checkRepeat({ repeat, except }, { start, length: end - start, timeZone }, fault)
}

type Shape = { readonly start: number; readonly length: number; readonly timeZone: string }

function checkRepeat(
  { repeat, except }: { readonly repeat: string; readonly except: readonly string[] },
  shape: Shape,
  fault: Tell,
): void {
  if (except.length > MOST_EXCEPT) fault('except', `A window has at most ${MOST_EXCEPT} exceptions.`)
  for (const text of except.slice(0, MOST_EXCEPT))
    if (momentOf(text, shape.timeZone) === null) fault('except', noTime(text))
  const wrong = repeat.length > 500 ? 'it is too long' : recurrenceFault({ rule: repeat, ...shape })
  if (wrong !== null) fault('repeat', `This is no recurrence rule (RFC 5545): ${wrong}. Write FREQ=WEEKLY;BYDAY=MO.`)
}

const noTime = (text: string): string => `\`${text}\` is no time; write it as 2026-01-12T02:00.`
