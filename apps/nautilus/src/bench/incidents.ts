// How long the lists of incidents and findings take to answer, on a database of its own with a plant full of both.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  asTenant,
  type Database,
  ensureSite,
  ensureTenant,
  listFindings,
  listIncidents,
  openDatabase,
  type Scoped,
  startState,
} from '@nautilus/store'
import { sql } from 'kysely'
import { grouped } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import type { World } from '../world.ts'

const INCIDENTS = 10_000
const FINDINGS = 100_000
const ASKED = 200
const ROWS = 100
const place = { tenant: 'bench', site: 's' }
const AWAITING = 'awaiting engineering decision'

const questions: Readonly<Record<string, (scoped: Scoped, cursor: string | undefined) => Promise<unknown>>> = {
  'open incidents': scoped =>
    listIncidents(scoped, ['s'], { state: ['detected', 'confirmed', AWAITING] }, { limit: ROWS }),
  'a page in the middle': (scoped, after) =>
    listIncidents(scoped, ['s'], {}, after === undefined ? { limit: ROWS } : { limit: ROWS, after }),
  'that await a decision': scoped => listIncidents(scoped, ['s'], { state: [AWAITING] }, { limit: 20 }),
  'of one severity': scoped => listIncidents(scoped, ['s'], { severity: ['medium'] }, { limit: ROWS }),
  'of all sites': scoped => listIncidents(scoped, null, {}, { limit: ROWS }),
  'open findings': scoped => listFindings(scoped, 's', { status: ['open', 'confirmed'] }, { limit: ROWS }),
}

/** Milliseconds of 200 calls each, on 10,000 open incidents and 100,000 findings. */
export async function incidentLists(world: World): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-bench-'))
  const state = await startState(join(folder, 'state'))
  const open = await openDatabase(state.url, 5)
  try {
    await fill(open.db)
    const rows: string[][] = []
    for (const [name, ask] of Object.entries(questions)) rows.push([name, ...(await timesOf(open.db, ask)).map(ms)])
    const style = styleOf(world.colour)
    const columns = [{ title: 'List' }, { title: 'Median', right: true }, { title: 'p99', right: true }] as const
    const lines = table(columns, rows, { width: world.columns, style })
    const note = `${grouped(INCIDENTS)} open incidents, ${grouped(FINDINGS)} findings, ${ASKED} calls of each list`
    await world.out(`${style.title('Lists of incidents')}\n${lines.join('\n')}\n${note}\n`)
    return 0
  } finally {
    await open.close()
    await state.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const ms = (time: number): string => `${time.toFixed(1)} ms`

async function timesOf(db: Database, ask: (typeof questions)[string]): Promise<readonly [number, number]> {
  const middle = await asTenant(db, place.tenant, scoped => listIncidents(scoped, ['s'], {}, { limit: 500 }))
  const times: number[] = []
  for (let call = 0; call < ASKED; call++) {
    const begin = performance.now()
    await asTenant(db, place.tenant, scoped => ask(scoped, middle?.next ?? undefined))
    times.push(performance.now() - begin)
  }
  times.sort((a, b) => a - b)
  return [times[Math.floor(ASKED / 2)]!, times[Math.ceil(ASKED * 0.99) - 1]!]
}

async function fill(db: Database): Promise<void> {
  await ensureTenant(db, place.tenant, 'Bench')
  await asTenant(db, place.tenant, scoped => ensureSite(scoped, place.tenant, { id: 's', name: 'Site' }))
  await sql`insert into incidents
      (tenant, site, id, state, severity, rank, title, exercise, opened, changed, since, seq, hash, data)
    select 'bench', 's', 'i-' || n, (array['detected', 'confirmed', ${AWAITING}])[1 + n % 3],
      (array['medium', 'high', 'critical'])[1 + n % 3], 2 + n % 3, 'Incident ' || n, false, n, n, n, 1, '',
      jsonb_build_object('id', n, 'text', repeat('x', 4000))
    from generate_series(1, ${INCIDENTS}::int) n`.execute(db)
  await sql`insert into findings
      (tenant, site, id, rule, title, severity, rank, first, last, count, source, target, assets, data)
    select 'bench', 's', 'f-' || n, 'first-write', 'Finding ' || n,
      (array['low', 'medium', 'high', 'critical'])[1 + n % 4], 1 + n % 4, n, n, 1, 'a' || n % 500, 'b' || n % 700,
      array['a' || n % 500, 'b' || n % 700], jsonb_build_object('why', 'because ' || n)
    from generate_series(1, ${FINDINGS}::int) n`.execute(db)
  await sql`insert into incident_findings (tenant, site, finding, incident, severity, count)
    select 'bench', 's', 'f-' || n, 'i-' || (1 + n % ${INCIDENTS}::int), 'high', 1
    from generate_series(1, ${FINDINGS}::int) n`.execute(db)
  await sql`analyze`.execute(db)
}
