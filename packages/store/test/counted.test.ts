// Open findings by severity: however they were settled or accepted, the count is that of the list.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asTenant, countFindings, listFindings } from '../src/index.ts'
import { type TestState, testState } from './state.ts'

let state: TestState
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

const severities = ['low', 'medium', 'high'] as const
const finding = fc.record({
  severity: fc.constantFrom(...severities),
  rule: fc.constantFrom('r1', 'r2'),
  source: fc.constantFrom(null, 'a-1', 'a-2'),
  status: fc.constantFrom(null, 'open', 'confirmed', 'accepted', 'suppressed', 'closed'),
})
const acceptance = fc.record({
  kind: fc.constantFrom('accept', 'suppress'),
  rule: fc.constantFrom('r1', '*'),
  source: fc.constantFrom(null, 'a-1'),
  over: fc.constantFrom('no', 'ended', 'expired'),
})

test('is what the list has', async () => {
  const findings = fc.array(finding, { maxLength: 12 })
  const acceptances = fc.array(acceptance, { maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(findings, acceptances, async (given, accepted) => {
      for (const table of ['findings', 'finding_work', 'acceptances'])
        await sql`delete from ${sql.table(table)}`.execute(state.db)
      for (const [n, { severity, rule, source, status }] of given.entries()) {
        const rank = severities.indexOf(severity)
        await sql`insert into findings (tenant, site, id, rule, title, severity, rank, first, last, count, source, assets, data)
          values ('a', 's', ${`f-${n}`}, ${rule}, 't', ${severity}, ${rank}, 1, 1, 1, ${source}, '{}', '{}')`.execute(
          state.db,
        )
        if (status !== null)
          await sql`insert into finding_work (tenant, site, finding, status) values ('a', 's', ${`f-${n}`}, ${status})`.execute(
            state.db,
          )
      }
      for (const { kind, rule, source, over } of accepted)
        await sql`insert into acceptances (tenant, site, kind, rule, source, reason, expires_at, ended_at)
          values ('a', 's', ${kind}, ${rule}, ${source}, 'x', ${over === 'expired' ? new Date(0) : null},
            ${over === 'ended' ? new Date(0) : null})`.execute(state.db)
      const [counted, elsewhere, listed] = await asTenant(state.db, 'a', async scoped => [
        await countFindings(scoped, null),
        await countFindings(scoped, ['other']),
        await listFindings(scoped, 's', { status: ['open', 'confirmed'] }, { limit: 100 }),
      ])
      const wanted: Record<string, number> = {}
      for (const { severity } of listed!.items) wanted[severity] = (wanted[severity] ?? 0) + 1
      expect(counted).toEqual(wanted)
      expect(elsewhere).toEqual({})
    }),
    { numRuns: 60 },
  )
})
