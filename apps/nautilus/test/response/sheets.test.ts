// What lies in the drawer for the night without a network: read with somebody else's program.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inLanguage, type Policy, type Roster } from '@nautilus/response'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownBooks } from '../../src/response/books.ts'
import { dutyText } from '../../src/response/sheet-words.ts'
import { sheetOf } from '../../src/response/sheets.ts'
import { inside } from '../program.ts'
import { type Night, night, SECRET, SITE, TENANT } from './night.ts'

const hasReader = spawnSync('pdftotext', ['-v']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'nautilus-sheets-'))
const { all: playbooks } = ownBooks()
let it: Night

const policy: Policy = {
  id: 'site',
  steps: [
    { duties: ['analyst'], channels: ['mail'], acknowledgeWithin: 10, tries: 2, fallback: 'provider-duty-manager' },
    { duties: ['plant-engineer'], channels: ['sms'], acknowledgeWithin: 15, tries: 1, fallback: 'operations-manager' },
  ],
  everybody: { duties: ['analyst', 'plant-engineer'], channels: ['sms'], every: 30, tries: 3 },
  inform: [{ duty: 'legal', channels: ['mail'], after: 60 }],
  acknowledgementHolds: 60,
  quiet: null,
}
const roster = (duty: Roster['duty'], people: readonly string[], deputies: readonly string[]): Roster => ({
  ...{ duty, timeZone: 'Europe/Berlin', people, rotation: 'daily', starts: '2026-01-01', handover: '06:00' },
  ...{ holidays: [], swaps: [], deputies },
})

beforeAll(async () => {
  it = await night()
  for (const [id, role] of [
    ['Ann Ärmel', 'analyst'],
    ['Eva Größe-Übel', 'plant-engineer'],
    ['Otto Straße', 'operations-manager'],
    ['Pia Öl', 'provider-admin'],
  ] as const) {
    await it.person(id, role)
    await it.contact(id, 'phone', 'phone', { number: `+49 151 ${1_000_000 + id.length}` })
  }
  await it.contact('Eva Größe-Übel', 'sms', 'sms', { number: '+49 171 7654321' })
  await it.policy(policy)
  await it.roster(roster('analyst', ['Ann Ärmel', 'Pia Öl'], ['Otto Straße']))
  await it.roster(roster('plant-engineer', ['Eva Größe-Übel'], []))
  it.at('2026-06-10T03:00')
}, 120_000)
afterAll(async () => {
  await it.end()
  rmSync(folder, { recursive: true, force: true })
})

async function read(kind: 'call-sheet' | 'offline-pack', language: 'en' | 'de'): Promise<string> {
  const place = { tenant: TENANT, site: SITE }
  const bytes = await sheetOf({ db: it.db, sealer: it.sealer, place, language, now: it.clock.now, playbooks }, kind)
  const file = join(folder, `${kind}-${language}.pdf`)
  writeFileSync(file, bytes)
  // Without the head and the foot of each page, which stand in the middle of texts that go over two.
  const part = ['-x', '0', '-y', '50', '-W', '600', '-H', '735']
  const how = kind === 'call-sheet' ? ['-layout'] : ['-nopgbrk', ...part]
  const { stdout, status } = spawnSync('pdftotext', [...how, file, '-'], { encoding: 'utf8', maxBuffer: 1e8 })
  expect(status).toBe(0)
  return stdout
}

/** A line may break anywhere, and the reader joins words that were parted at a hyphen. */
const flat = (text: string): string => text.replaceAll(/[\s-]+/g, '')

test.each(['call-sheet', 'offline-pack'])('an administrator prints without a console: %s', async kind => {
  writeFileSync(join(folder, 'secret'), SECRET)
  const file = join(folder, `printed-${kind}.pdf`)
  const where = ['--data', folder, '--database', it.url]
  const done = await inside(['admin', kind, '--site', SITE, '--tenant', TENANT, '--out', file, ...where])
  expect(done).toMatchObject({ code: 0, out: `${file} is written.\n` })
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
  const unknown = await inside(['admin', kind, '--site', 'nowhere', '--out', file, ...where])
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('There is no site nowhere') })
})

describe.skipIf(!hasReader)('on paper (skipped where pdftotext is missing)', () => {
  test.each(['en', 'de'] as const)('whom to call, in the order of the policy: %s', async language => {
    const text = (await read('call-sheet', language)).replaceAll('\u00a0', ' ')
    const duties = ['analyst', 'provider-duty-manager', 'plant-engineer', 'operations-manager', 'legal'] as const
    for (const duty of duties) expect(text).toContain(dutyText(duty, language))
    for (const name of ['Ann Ärmel', 'Eva Größe-Übel', 'Otto Straße', 'Pia Öl']) expect(text).toContain(name)
    for (const number of ['+49 151 1000009', '+49 171 7654321']) expect(text).toContain(number)
    expect(text).toMatch(language === 'en' ? /1, if/ : /1, falls/)
    expect(text).toContain(language === 'en' ? 'Page 1 of 2' : 'Seite 1 von 2')
    expect(text).toContain(language === 'en' ? 'Call sheet: Works' : 'Anrufliste: Works')
    expect(text).toContain(language === 'en' ? '10 Jun 2026, 03:00' : '10.06.2026, 03:00')
  })

  test.each(['en', 'de'] as const)('every playbook, whole: %s', async language => {
    const text = flat(await read('offline-pack', language))
    for (const playbook of playbooks) {
      const { title, scenario, forbidden, facts, phases, options, decisions, exit, evidence, notify, signs } = playbook
      const texts = [
        ...[title, scenario, ...signs, ...forbidden, ...exit],
        ...facts.map(({ question }) => question),
        ...notify.map(({ why }) => why),
        ...phases.flatMap(({ steps }) => steps.map(one => one.text)),
        ...decisions.flatMap(({ question, outcomes }) => [question, ...outcomes.map(({ label }) => label)]),
        ...options.flatMap(one => [one.title, ...one.steps, ...one.preconditions, one.risk.worst, one.rollback]),
        ...evidence.map(({ what }) => what),
      ]
      const missing = texts.map(one => inLanguage(one, language)).filter(one => !text.includes(flat(one)))
      expect(missing, playbook.id).toEqual([])
    }
  })
})
