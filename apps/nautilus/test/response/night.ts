// A site at night: a PostgreSQL of its own, a clock that is set by hand, and receivers on this machine.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ask } from '@nautilus/api'
import {
  type Act,
  type Entry,
  type FindingCopy,
  type Incident,
  type Policy,
  type Roster,
  system,
} from '@nautilus/response'
import {
  addMember,
  appendEntries,
  asTenant,
  ensureSite,
  ensureTenant,
  getIncident,
  listOutbox,
  openDatabase,
  sealerOf,
  startState,
  writeContact,
  writePolicy,
  writeRoster,
} from '@nautilus/store'
import { sql } from 'kysely'
import type { Settings, Tools } from '../../src/response/channels/adapter.ts'
import { placeOf } from '../../src/response/contacts.ts'
import { Escalator } from '../../src/response/escalator.ts'
import { Outbox } from '../../src/response/outbox.ts'

export const TENANT = 'a'
export const SITE = 's'
export const SECRET = 'a secret of the instance'
const find = () => null

export type Got = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }

/** A receiver; `answer` decides by the number of the request. */
export async function receiver(answer: (got: Got, at: number) => number = () => 200) {
  const got: Got[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', piece => {
      body += piece
    })
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body })
      response.statusCode = answer(got.at(-1)!, got.length)
      response.end('said')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { got, url, close: () => new Promise(resolve => server.close(resolve)) }
}

export async function night() {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-night-'))
  const server = await startState(folder)
  const open = await openDatabase(server.url, 8)
  const { db } = open
  await sql`create table "user" (id text primary key, name text, email text)`.execute(db)
  await ensureTenant(db, TENANT, 'Tenant')
  await asTenant(db, TENANT, scoped =>
    ensureSite(scoped, TENANT, { id: SITE, name: 'Works', timeZone: 'Europe/Berlin' }),
  )
  const clock = { now: 0 }
  const sealer = sealerOf(SECRET)
  const troubles: string[] = []
  const scope = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(db, TENANT, use)

  const parts = (tools: Partial<Tools> = {}) => {
    const common = {
      db,
      find: async () => find,
      now: () => clock.now,
      timer: () => () => {},
      onIncident: () => {},
      onTrouble: (what: string, { err }: { err?: unknown } = {}) =>
        void troubles.push(err === undefined ? what : `${what}: ${err}`),
    }
    const own: Tools = { ask: (url, outgoing) => ask(url, { allowPrivate: true }, outgoing), mail: null, ...tools }
    const escalator = new Escalator({ ...common, onPages: () => {} })
    const outbox = new Outbox({
      ...common,
      sealer,
      secret: SECRET,
      url: 'https://nautilus.example',
      tools: own,
      random: () => 1,
    })
    return { escalator, outbox }
  }

  const append = (id: string, acts: readonly Act[], by: Entry['by'] = system) =>
    scope(async scoped => {
      const entries = acts.map((act): Entry => ({ at: clock.now, by, act }))
      const done = await appendEntries(scoped, { tenant: TENANT, site: SITE }, id, entries, { find })
      if (done.kind !== 'appended') throw new Error(JSON.stringify(done))
      return done.incident
    })

  return {
    db,
    url: server.url,
    clock,
    sealer,
    troubles,
    parts,
    append,
    scope,
    at: (text: string) => {
      clock.now = Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).epochMilliseconds * 1000
    },
    pass: (minutes: number) => {
      clock.now += minutes * 60e6
    },
    open: (id: string, severity = 'high', exercise = false) =>
      append(id, [
        { kind: 'opened', incident: id, site: SITE, exercise },
        { kind: 'titled', title: 'Program of a controller was replaced' },
        { kind: 'finding-added', finding: findingOf(id, severity), reason: { kind: 'first' } },
      ]),
    incident: async (id: string): Promise<Incident> => (await scope(scoped => getIncident(scoped, SITE, id)))!.incident,
    rows: async () =>
      ((await scope(scoped => listOutbox(scoped, SITE, { limit: 500 })))!.items as OutboxRow[]).toReversed(),
    person: async (id: string, role: string) => {
      await sql`insert into "user" values (${id}, ${id}, ${`${id}@works.example`})`.execute(db)
      await scope(scoped => addMember(scoped, { tenant: TENANT, user: id, role, by: null }))
    },
    contact: (person: string, channel: string, kind: string, to: Settings) =>
      scope(scoped => {
        const place = { tenant: TENANT, site: SITE, person, channel }
        const sealed = sealer.seal(placeOf(place), JSON.stringify(to))
        return writeContact(scoped, { ...place, by: 'test' }, { ...place, kind, shown: 'x', sealed })
      }),
    policy: (data: Policy) => scope(scoped => writePolicy(scoped, { tenant: TENANT, site: SITE, by: 'test' }, data)),
    roster: (data: Roster) =>
      scope(scoped => writeRoster(scoped, { tenant: TENANT, site: SITE, duty: data.duty, by: 'test' }, data, () => {})),
    end: async () => {
      await open.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Night = Awaited<ReturnType<typeof night>>
export type OutboxRow = {
  readonly id: string
  readonly incident: string
  readonly person: string
  readonly channel: string
  readonly state: string
  readonly tries: number
  readonly next_at: number
  readonly last_error: string | null
}

const findingOf = (id: string, severity: string): FindingCopy =>
  ({
    ...{ id: `finding-${id}`, rule: 'r', title: 'Download', severity, techniques: [], consequences: [], playbook: 'X' },
    ...{ confidence: 1, first: 1, last: 1, count: 1, source: null, target: 'plc', assets: [], why: 'It was.' },
    ...{ baseline: null, changes: [], window: null },
  }) as unknown as FindingCopy
