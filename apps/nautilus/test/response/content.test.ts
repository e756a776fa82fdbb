// The playbooks and obligations that come with Nautilus, and files as people get them wrong.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadRules, playbooks as named } from '@nautilus/detection'
import { decides, type Playbook } from '@nautilus/response'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderOf } from '../../src/response/content.ts'
import { loadObligations } from '../../src/response/obligations.ts'
import { loadPlaybooks } from '../../src/response/playbooks.ts'
import { inside } from '../program.ts'

const program = (...args: string[]) => inside(args)

const all = loadPlaybooks()
const of = (what: (playbook: Playbook) => boolean) => all.filter(playbook => !what(playbook)).map(({ id }) => id)

describe('the playbooks', () => {
  test('are the twelve that rules may name, under the same titles', () => {
    expect(Object.fromEntries(all.map(({ id, title }) => [id, title.en]))).toEqual(named)
  })
  test('every rule maps to one', async () => {
    const ids = new Set(all.map(({ id }) => id))
    expect((await loadRules()).filter(({ playbook }) => !ids.has(playbook)).map(({ id }) => id)).toEqual([])
  })
  test('every playbook is the answer to a rule', async () => {
    const used = new Set((await loadRules()).map(({ playbook }) => playbook))
    expect(all.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([])
  })
  test('each offers to keep running, with a review, and approved by the plant', () => {
    expect(
      of(({ options }) =>
        options.some(
          ({ effect, reviewEvery, approval }) =>
            effect === 'keep-running' &&
            reviewEvery !== null &&
            approval.needs.some(({ anyOf }) => anyOf.every(duty => decides.has(duty))),
        ),
      ),
    ).toEqual([])
  })
  test('each decision and outcome can be reached, and every playbook that is named exists', () => {
    const ids = new Set(all.map(({ id }) => id))
    for (const { decisions, id } of all) {
      const next = decisions.flatMap(({ outcomes }) => outcomes.flatMap(outcome => outcome.next))
      const first = decisions[0]!.id
      expect([id, decisions.filter(one => one.id !== first && !next.includes(one.id)).map(one => one.id)]).toEqual([
        id,
        [],
      ])
      expect(next.filter(one => one.startsWith('PB-') && !ids.has(one))).toEqual([])
    }
  })
  test('each way through the decisions ends', () => {
    for (const { decisions } of all) {
      const ends = (at: string, seen: readonly string[]): boolean => {
        const decision = decisions.find(({ id }) => id === at)
        if (!decision) return true
        return !seen.includes(at) && decision.outcomes.every(({ next }) => next.every(one => ends(one, [...seen, at])))
      }
      expect(ends(decisions[0]!.id, [])).toBe(true)
    }
  })
  test('each option that a decision does not name can still be chosen: none is lost', () => {
    for (const { decisions, options, id } of all) {
      const next = new Set(decisions.flatMap(({ outcomes }) => outcomes.flatMap(outcome => outcome.next)))
      const lost = options.filter(
        option => option.effect === 'process' && option.risk.safety >= 2 && !next.has(`option:${option.id}`),
      )
      expect([id, lost.map(option => option.id)]).toEqual([id, []])
    }
  })
})

test('the obligations are those of the law that we know', () => {
  expect(loadObligations().map(({ id }) => id)).toEqual([
    'CER',
    'CIRCIA',
    'CRA',
    'DORA',
    'GDPR',
    'NIS2-BE',
    'NIS2-DE',
    'NIS2-EU',
    'NIS2-NL',
  ])
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-content-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
const changed = (kind: 'playbooks' | 'obligations', file: string, change: (text: string) => string) => {
  const path = join(folder, file)
  writeFileSync(path, change(readFileSync(join(folderOf(kind), file), 'utf8')))
  return path
}

describe('nautilus playbooks check', () => {
  test('what is right', async () => {
    const path = changed('playbooks', 'pb-12-rogue-write.yaml', text => text)
    expect(await program('playbooks', 'check', path)).toMatchObject({
      code: 0,
      out: `${path}: PB-12@1 is right.\n`,
      err: '',
    })
  })
  test.each<[string, (text: string) => string, RegExp]>([
    [
      'a duty that is none',
      text => text.replace('duty: shift-supervisor', 'duty: shift-superviser'),
      /:\d+:\d+: `duty` is `shift-superviser`; did you mean `shift-supervisor`\?/,
    ],
    [
      'a key that is none',
      text => text.replace('safetyClass:', 'safteyClass:'),
      /A playbook has no `safteyClass`; did you mean `safetyClass`\?/,
    ],
    ['a technique that is none', text => text.replace('T0855', 'T9999'), /T9999 is no technique of ATT&CK for ICS/],
    [
      'keep running taken out',
      text => text.replace('effect: keep-running', 'effect: process'),
      /There is no option to keep running and watch/,
    ],
    ['YAML that is none', text => `${text}\n  - : [`, /pb-12-rogue-write\.yaml:\d+:\d+: /],
    ['two documents', text => `${text}\n---\n${text}`, /One file holds one playbook; split it/],
    ['nothing', () => '', /There is no playbook in this file/],
    ['an alias', text => text.replace('exerciseEvery: P6M', 'exerciseEvery: *a'), /[Aa]lias/],
  ])('%s', async (_, change, message) => {
    const { code, err } = await program('playbooks', 'check', changed('playbooks', 'pb-12-rogue-write.yaml', change))
    expect(err).toMatch(message)
    expect(code).toBe(2)
  })
  test('a file too large is not read', async () => {
    const path = changed('playbooks', 'pb-12-rogue-write.yaml', text => text + '#'.repeat(250_000))
    expect(await program('playbooks', 'check', path)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/larger than 250 kB/),
    })
  })
})

describe('nautilus obligations check', () => {
  test.each<[string, (text: string) => string, RegExp]>([
    [
      'a fact that is none',
      text => text.replace('answer.tradeSecrets', 'answer.tradeSecret'),
      /There is no fact `answer.tradeSecret`; did you mean `answer.tradeSecrets`\?/,
    ],
    [
      'a field that is none',
      text => text.replace('entity.legalName: required', 'entity.legalNam: required'),
      /There is no field `entity.legalNam` of a report; did you mean `entity.legalName`\?/,
    ],
    [
      'a clock from nothing',
      text => text.replace('submitted:notification', 'submitted:notice'),
      /no stage before it is called notice/,
    ],
    [
      'a target after the limit',
      text => text.replace('target: PT18H', 'target: PT25H'),
      /must be earlier than the limit of the law/,
    ],
    ['an operator that is none', text => text.replace("'!'", 'not'), /There is no operator `not`/],
  ])('%s', async (_, change, message) => {
    const { code, err } = await program('obligations', 'check', changed('obligations', 'nis2-de.yaml', change))
    expect(err).toMatch(message)
    expect(code).toBe(2)
  })
  test('a folder of them', async () => {
    const { code, out } = await program('obligations', 'check', folderOf('obligations'))
    expect([code, out.split('\n').length]).toEqual([0, 10])
  })
})

describe('in a terminal', () => {
  test('lists and pages keep within its width', async () => {
    for (const args of [
      ['playbooks'],
      ['obligations'],
      ...all.map(({ id }) => ['playbooks', 'show', id]),
      ['obligations', 'show', 'NIS2-NL'],
    ]) {
      const { code, out } = await program(...args)
      expect(code).toBe(0)
      expect(out.split('\n').filter(line => [...line].length > 100 && !/^\S+ {2}/.test(line))).toEqual([])
    }
  })
  test('the worst case stands before the gain', async () => {
    const { out } = await program('playbooks', 'show', 'PB-08')
    expect(out.indexOf('worst case')).toBeLessThan(out.indexOf('gains'))
    expect(out.indexOf('Do not')).toBeLessThan(out.indexOf('Call'))
  })
  test('German where there is any', async () => {
    expect((await program('playbooks', 'show', 'pb-01', '--language', 'de')).out).toContain(
      'Ist der Prozess jetzt in einem sicheren Zustand?',
    )
  })
  test('what cannot be done says what can', async () => {
    expect((await program('playbooks', 'show', 'PB-99')).err).toMatch(/there is no playbook PB-99; did you mean/)
    expect((await program('obligations', 'show', 'NIS2-FR')).err).toMatch(
      /there is no obligation NIS2-FR; did you mean/,
    )
    expect((await program('playbooks', 'list', '--language', 'fr')).err).toMatch(/must be en or de/)
    expect((await program('playbooks', 'check')).err).toMatch(/needs a file/)
  })
})
