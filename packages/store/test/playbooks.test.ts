// Versions of playbooks that only grow, and incidents that keep theirs.
import { type Entry, FIRST_OWN, type Playbook, system } from '@nautilus/response'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addPlaybook,
  appendEntries,
  asTenant,
  countPlaybooks,
  type Edition,
  getIncident,
  keepEditions,
  listEditions,
  lockPlaybooks,
  nextVersion,
  ownPlaybook,
  ownPlaybooks,
  ownVersions,
  type Scoped,
} from '../src/index.ts'
import { type TestState, testState } from './state.ts'

let state: TestState
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

const text = { en: 'x', de: 'x' }
const playbookOf = (id: string, version: number, blocks = true): Playbook => ({
  ...{ id, version, parent: null, title: text, scenario: text, signs: [], techniques: [], safetyClass: 'S0' },
  ...{ notify: [], decisions: [], forbidden: [], evidence: [], phases: [], exit: [], options: [] },
  ...{ nis2: { hints: [], startClockIf: text }, exerciseEvery: { months: 6, minutes: 0 } },
  facts: [
    { id: 'F1', question: text, source: 'ask', key: null, who: 'shift-supervisor', blocks, safety: blocks, why: text },
  ],
})
const edition = (version: number): Edition => ({
  playbook: playbookOf('PB-01', version),
  source: `PB-01 ${version}`,
})
const inA = <T>(use: (scoped: Scoped) => Promise<T>) => asTenant(state.db, 'a', use)

const write = (tenant: string, id: string, playbook: (version: number) => Playbook | null) =>
  asTenant(state.db, tenant, async scoped => {
    await lockPlaybooks(scoped, tenant)
    const version = nextVersion(await ownVersions(scoped, id))
    const made = playbook(version)
    const row = { tenant, id, version, basis: 'PB-01@1', note: 'because', by: 'eva' }
    await addPlaybook(scoped, { ...row, text: made && { playbook: made, source: `${id} ${version}` } })
    return version
  })

test('what came along is kept once; what is other under the same name is told, and not taken', async () => {
  expect(await keepEditions(state.db, [edition(1)])).toEqual([])
  expect(await keepEditions(state.db, [edition(1), edition(2)])).toEqual([])
  const odd = { ...edition(2), playbook: playbookOf('PB-01', 2, false) }
  expect(await keepEditions(state.db, [odd])).toEqual([odd])
  expect((await listEditions(state.db)).map(({ source }) => source)).toEqual(['PB-01 1', 'PB-01 2'])
  expect((await listEditions(state.db))[0]!.playbook).toEqual(playbookOf('PB-01', 1))
  await expect(inA(scoped => sql`update playbook_editions set source = ''`.execute(scoped))).rejects.toThrow(/denied/)
})

test('versions of a tenant are numbered apart from those that come along, and only grow', async () => {
  expect(await inA(countPlaybooks)).toBe(0)
  expect(await write('a', 'PB-01', version => playbookOf('PB-01', version))).toBe(FIRST_OWN)
  expect(await write('a', 'PB-01', () => null)).toBe(FIRST_OWN + 1)
  expect(await write('a', 'SITE-01', version => playbookOf('SITE-01', version))).toBe(FIRST_OWN)
  expect(await inA(countPlaybooks)).toBe(3)
  const known = await inA(scoped => ownVersions(scoped))
  expect(known.map(({ id, version, title, by, note }) => [id, version, title !== null, by, note])).toEqual([
    ['PB-01', 1001, true, 'eva', 'because'],
    ['PB-01', 1002, false, 'eva', 'because'],
    ['SITE-01', 1001, true, 'eva', 'because'],
  ])
  expect(await inA(ownPlaybooks)).toEqual([
    { id: 'PB-01', written: [playbookOf('PB-01', 1001)], isWithdrawn: true },
    { id: 'SITE-01', written: [playbookOf('SITE-01', 1001)], isWithdrawn: false },
  ])
  expect(await inA(scoped => ownPlaybook(scoped, 'PB-01', 1001))).toMatchObject({ source: 'PB-01 1001' })
  expect(await inA(scoped => ownPlaybook(scoped, 'PB-01', 1002))).toBeNull()
  expect(await inA(scoped => ownPlaybook(scoped, 'PB-01', 9))).toBeNull()
  for (const statement of ["update playbooks set source = ''", 'delete from playbooks'])
    await expect(inA(scoped => sql.raw(statement).execute(scoped))).rejects.toThrow(/denied/)
})

test('two people who write at once get two versions', async () => {
  const all = await Promise.all(
    Array.from({ length: 6 }, () => write('a', 'RACE-01', version => playbookOf('RACE-01', version))),
  )
  expect(all.sort()).toEqual([1001, 1002, 1003, 1004, 1005, 1006])
})

test('another tenant has none of them', async () => {
  expect(await asTenant(state.db, 'b', scoped => ownVersions(scoped))).toEqual([])
  expect(await asTenant(state.db, 'b', countPlaybooks)).toBe(0)
})

const at = Date.UTC(2026, 0, 12) * 1000
const append = (acts: readonly Entry['act'][], tenant = 'a') =>
  asTenant(state.db, tenant, scoped =>
    appendEntries(
      scoped,
      { tenant, site: 's' },
      'i1',
      acts.map(act => ({ at, by: system, act })),
      // Whoever appends knows none of them: it was written a moment ago, or in a release that is gone.
      { find: () => null },
    ),
  )
const begun = (version: number): Entry['act'][] => [
  { kind: 'opened', incident: 'i1', site: 's', exercise: false },
  { kind: 'playbook-started', playbook: 'PB-01', version: String(version) },
]

test('an incident goes on by the version with which it began, also when it was withdrawn since', async () => {
  expect((await append(begun(1001))).kind).toBe('appended')
  const done = await append([{ kind: 'fact-answered', fact: 'F1', answer: 'yes', note: '' }])
  // It is found: its question is known as one of safety, which the program never answers.
  expect(done).toMatchObject({ kind: 'refused', refusal: { code: 'fact.person-needed' } })
  const found = await inA(scoped => getIncident(scoped, 's', 'i1'))
  expect(found?.incident.run).toMatchObject({ playbook: 'PB-01', version: '1001' })
})

test('so does one by an edition that came along, and none finds the version of another tenant', async () => {
  const known = await append(begun(2), 'b')
  expect(known.kind).toBe('appended')
  const answer: Entry['act'] = { kind: 'fact-answered', fact: 'F1', answer: 'yes', note: '' }
  expect(await append([answer], 'b')).toMatchObject({ refusal: { code: 'fact.person-needed' } })
  await append([{ kind: 'playbook-started', playbook: 'PB-01', version: '1001' }], 'b')
  expect(await append([answer], 'b')).toMatchObject({ refusal: { code: 'decision.no-playbook' } })
})
