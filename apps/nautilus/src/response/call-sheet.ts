// Whom to call, in which order, by which number.
import type { Block, Cell, Column } from '@nautilus/reports'
import { type Duty, nextChange, onCall, type Playbook, type Roster } from '@nautilus/response'
import { asTenant, type Database, listContacts, namesOf, type Sealer } from '@nautilus/store'
import { contactFor, SITE } from './contacts.ts'
import { type Plan, planOf } from './plan.ts'
import { dutyText, momentText, sheetWords } from './sheet-words.ts'

export type SheetOptions = {
  readonly db: Database
  readonly sealer: Sealer
  readonly place: { readonly tenant: string; readonly site: string }
  readonly language: 'en' | 'de'
  /** µs since 1970-01-01 UTC. */
  readonly now: number
  readonly playbooks: readonly Playbook[]
}

const WEEK = 7 * 24 * 3600e6
/** Rows of one roster in a week: daily handovers and swaps. */
const MOST_TURNS = 60
/** Lines to write on. */
const NOTES = 8

type NameOf = (person: string | null) => string

export async function callBlocks(options: SheetOptions, zone: string): Promise<Block[]> {
  const { db, place, language } = options
  const words = sheetWords[language]
  const { plan, shared } = await asTenant(db, place.tenant, async scoped => ({
    plan: await planOf(scoped, place.site),
    shared: (await listContacts(scoped, place.site)).filter(({ person }) => person === SITE),
  }))
  const people = peopleOf(plan)
  const names = await namesOf(db, people)
  const nameOf: NameOf = person => (person === null ? words.nobody : (names.get(person)?.name ?? person))
  const numbers: string[][] = []
  for (const person of people)
    numbers.push([nameOf(person), await numbersOf(options, person), names.get(person)?.email ?? ''])
  const ofSite = shared.map(({ channel, shown }) => [channel, shown, ''])
  const notes = Array.from({ length: NOTES }, () => [null, null, null])
  return [
    ...titled(words.order, words.heads.order, orderOf(options, plan, nameOf), words.nobody),
    ...titled(words.numbers, words.heads.numbers, [...numbers, ...ofSite], words.none),
    ...titled(words.week, words.heads.week, weekOf(options, plan, zone, nameOf), words.nobody),
    ...titled(words.notes, words.heads.notes, notes, ''),
  ]
}

const weekOf = ({ language, now }: SheetOptions, { rosters }: Plan, zone: string, nameOf: NameOf): string[][] =>
  rosters.flatMap(roster =>
    turnsOf(roster, now).map(({ at, person }) => [
      dutyText(roster.duty, language),
      momentText(at, zone, language),
      nameOf(person),
    ]),
  )

function titled(
  text: string,
  heads: readonly (readonly [string, number])[],
  rows: readonly (readonly Cell[])[],
  empty: string,
): Block[] {
  const columns: Column[] = heads.map(([title, share]) => ({ title, share }))
  return [
    { kind: 'heading', level: 2, text },
    { kind: 'table', columns, rows, empty },
  ]
}

const peopleOf = ({ rosters }: Plan): string[] =>
  [
    ...new Set(
      rosters.flatMap(({ people, deputies, swaps }) => [...people, ...deputies, ...swaps.map(({ person }) => person)]),
    ),
  ].sort()

/** As the policy calls: who is first, who follows when they are silent, who is told besides. */
function orderOf({ language, now }: SheetOptions, { policy, rosters }: Plan, nameOf: NameOf): string[][] {
  const words = sheetWords[language]
  const row = (step: string, duty: Duty, within: string) => {
    const called = rosters.filter(one => one.duty === duty).map(roster => onCall(roster, now))
    const named = (who: 'person' | 'deputy') => called.map(one => nameOf(one[who])).join(', ') || words.nobody
    return [step, dutyText(duty, language), named('person'), named('deputy'), within]
  }
  const span = (minutes: number, tries: number) => `${tries > 1 ? `${tries} × ` : ''}${minutes} ${words.minutes}`
  const steps = policy.steps.flatMap(({ duties, fallback, acknowledgeWithin, tries }, at) => [
    ...duties.map(duty => row(String(at + 1), duty, span(acknowledgeWithin, tries))),
    ...(fallback === null ? [] : [row(`${at + 1}, ${words.silent}`, fallback, span(acknowledgeWithin, 1))]),
  ])
  const { duties, every, tries } = policy.everybody
  return [
    ...steps,
    ...duties.map(duty => row(words.everybody, duty, span(every, tries))),
    ...policy.inform.map(({ duty, after }) => row(words.told, duty, words.after(after))),
  ]
}

async function numbersOf({ db, sealer, place }: SheetOptions, person: string): Promise<string> {
  const at = (channel: string) => contactFor(db, sealer, { ...place, person, channel })
  const numbers = [await at('phone'), await at('sms')].flatMap(contact => contact?.to.number ?? [])
  // A number is not torn at the end of a line.
  return [...new Set(numbers)].map(number => number.replaceAll(' ', '\u00a0')).join(', ') || '—'
}

function turnsOf(roster: Roster, from: number): { at: number; person: string | null }[] {
  const turns: { at: number; person: string | null }[] = []
  for (let at = from; at < from + WEEK && turns.length < MOST_TURNS; at = nextChange(roster, at)) {
    const { person } = onCall(roster, at)
    if (turns.at(-1)?.person !== person || turns.length === 0) turns.push({ at, person })
  }
  return turns
}
