// Laws of pages: one after the other they are the whole list, nothing twice, whatever is added meanwhile.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asTenant, cursorOf, listAssets, listAudit, listFindings, type Page, readCursor, record } from '../src/index.ts'
import { type TestState, testState } from './state.ts'

let state: TestState
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

type Ask = (paging: { limit: number; after?: string }) => Promise<Page<{ id: string | number }> | null>

const lists: Record<string, { add(ids: readonly number[]): Promise<unknown>; ask: Ask; clear: string }> = {
  assets: {
    clear: 'assets',
    add: ids =>
      sql`insert into assets (tenant, site, id, ip, mac, protocols, data, last)
        select 'a', 's', 'asset-' || n, '{}', '{}', '{}', '{}', nullif(n % 5, 0) from unnest(${ids}::int[]) n
        on conflict do nothing`.execute(state.db),
    ask: paging => asTenant(state.db, 'a', scoped => listAssets(scoped, 's', {}, paging)),
  },
  findings: {
    clear: 'findings',
    add: ids =>
      sql`insert into findings (tenant, site, id, rule, title, severity, rank, first, last, count, assets, data)
        select 'a', 's', 'finding-' || n, 'r', 't', 'low', n % 3, 1, n % 4, 1, '{}', '{}' from unnest(${ids}::int[]) n
        on conflict do nothing`.execute(state.db),
    ask: paging => asTenant(state.db, 'a', scoped => listFindings(scoped, 's', {}, paging)),
  },
  audit: {
    clear: 'audit',
    add: ids =>
      asTenant(state.db, 'a', async scoped => {
        for (const n of ids) await record(scoped, 'a', { who: 'x', action: `action-${n}` })
      }),
    ask: paging => asTenant(state.db, 'a', scoped => listAudit(scoped, paging)),
  },
}

async function walk(ask: Ask, limit: number, between: () => Promise<unknown> = async () => {}) {
  const seen: (string | number)[] = []
  let after: string | null | undefined
  do {
    const page: Page<{ id: string | number }> | null = await ask(after ? { limit, after } : { limit })
    expect(page!.items.length).toBeLessThanOrEqual(limit)
    seen.push(...page!.items.map(({ id }) => id))
    after = page!.next
    await between()
  } while (after)
  return seen
}

describe.each(Object.entries(lists))('%s', (_, { add, ask, clear }) => {
  beforeEach(() => sql`delete from ${sql.table(clear)}`.execute(state.db))

  test('pages of any size, joined, are the list', async () => {
    await add(Array.from({ length: 23 }, (_, n) => n))
    const whole = await walk(ask, 500)
    expect(new Set(whole).size).toBe(23)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async limit => {
        expect(await walk(ask, limit)).toEqual(whole)
      }),
      { numRuns: 12 },
    )
  })

  test('what is added meanwhile doubles nothing and hides nothing that was there', async () => {
    const first = Array.from({ length: 12 }, (_, n) => 2 * n)
    await add(first)
    const there = new Set(await walk(ask, 500))
    let next = 1
    const seen = await walk(ask, 5, async () => {
      if (next < 12) await add([next, next + 2])
      next += 4
    })
    expect(seen.length).toBe(new Set(seen).size)
    for (const id of there) expect(seen).toContain(id)
  })

  test('cursors that are none of ours are told apart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json().map(json => Buffer.from(json).toString('base64url')),
        ),
        async after => {
          const page = await ask({ limit: 5, after })
          expect(page === null || Array.isArray(page.items)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
    expect(await ask({ limit: 5, after: cursorOf(['x', 'y', 'z', 1]) })).toBeNull()
  })
})

test('a cursor is read back as it was written', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.string({ unit: 'binary' }), (n, text) => {
      const read = readCursor(cursorOf([n, text]), 'ns')
      const isText = text.isWellFormed() && !text.includes('\0')
      expect(read).toEqual(isText ? [n, text] : null)
    }),
  )
})

test('text of a filter is text, and no statement', async () => {
  await lists.assets!.add([1])
  const all = fc.constantFrom(
    "'",
    '"',
    ';',
    '--',
    '%',
    '_',
    '\\',
    'reset role',
    "set nautilus.tenant='b'",
    ' or 1=1',
    '$1',
  )
  await sql`insert into assets (tenant, site, id, ip, mac, protocols, data) values ('b', 's', 'asset-b', '{}', '{}', '{}', '{}')`.execute(
    state.db,
  )
  await fc.assert(
    fc.asyncProperty(fc.array(all, { minLength: 1, maxLength: 6 }), async parts => {
      const text = parts.join(' ')
      const filter = { text, role: text, zone: text, vendor: text, protocol: text, criticality: text }
      for (const [name, value] of Object.entries(filter)) {
        const page = await asTenant(state.db, 'a', scoped => listAssets(scoped, 's', { [name]: value }, { limit: 9 }))
        expect(JSON.stringify(page)).not.toContain('asset-b')
      }
    }),
    { numRuns: 30 },
  )
})
