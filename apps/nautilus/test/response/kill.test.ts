// Killed at any moment of a night: what was answered with success is there once, every page arrives, and clocks go on.
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Finding } from '@nautilus/model'
import { type Act, type Entry, type Incident, type Link, type Policy, type State, verify } from '@nautilus/response'
import { asTenant, recordOf, sha256, startTelemetry, type TelemetryServer, writeChanges } from '@nautilus/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, Refused, type RunningPlatform, runPlatform, signedIn } from '../../src/bench/running-platform.ts'
import { openStores } from '../../src/platform/stores.ts'
import { keyOfPage } from '../../src/response/acknowledgements.ts'
import { ownBooks } from '../../src/response/books.ts'

/** A hundred with `NAUTILUS_KILLS=100`; each takes some seconds. */
const KILLS = Number(process.env.NAUTILUS_KILLS ?? 2)
const [TENANT, SITE] = ['main', 'site-1']
const base = `/api/tenants/${TENANT}/sites/${SITE}`
/** Acts that are answered before a kill, at most; and ms after the last of them. */
const MOST_ACTS = 30
const MOMENT = 60
/** Minutes: pages come often. */
const WAIT = 0.03
const MINUTE = 60e6

const root = mkdtempSync(join(tmpdir(), 'nautilus-response-kill-'))
const data = join(root, 'data')
const playbook = ownBooks().all.find(({ id }) => id === 'PB-01')!
const version = String(playbook.version)
const watching = playbook.options.find(({ effect }) => effect === 'keep-running')!

let telemetry: TelemetryServer
let receiver: Server
let receiverPort = 0
/** By the id of the message: how often it came, and what it said. */
const received = new Map<string, { times: number; bodies: Set<string> }>()
beforeAll(async () => {
  // Nothing of this is about telemetry: one of it outlives all kills.
  telemetry = await startTelemetry(join(root, 'telemetry'))
  let requests = 0
  receiver = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const id = String(request.headers['webhook-id'])
    const known = received.get(id) ?? { times: 0, bodies: new Set() }
    known.bodies.add(body)
    // Some are not taken, and some answers come late.
    const isTaken = ++requests % 11 !== 0
    received.set(id, { ...known, times: known.times + 1 })
    if (!isTaken) known.bodies.clear()
    setTimeout(() => response.writeHead(isTaken ? 200 : 503).end(), (requests % 5) * 30)
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  receiverPort = (receiver.address() as AddressInfo).port
})
afterAll(async () => {
  await telemetry.stop()
  receiver.close().closeAllConnections()
  rmSync(root, { recursive: true, force: true })
})

const policy: Omit<Policy, 'id'> = {
  steps: [
    { duties: ['analyst'], channels: ['webhook'], acknowledgeWithin: WAIT, tries: 20, fallback: 'plant-engineer' },
  ],
  everybody: { duties: ['analyst'], channels: ['webhook'], every: WAIT, tries: 20 },
  inform: [],
  acknowledgementHolds: WAIT,
  quiet: null,
}

/** The slots of this policy, in the order of calling; the deputy is nobody, so the fallback follows at once. */
const order = [
  ...Array.from({ length: 20 }, (_, at) => `step-1.try-${at + 1}`),
  'step-1.fallback',
  ...Array.from({ length: 20 }, (_, at) => `everybody.${at + 1}`),
]

/** Too mild to open an incident by itself. */
const findingOf = (id: string): Finding => ({
  ...{ id, rule: 'first-write', title: `Finding ${id}`, severity: 'low', terms: [], techniques: [], consequences: [] },
  ...{ playbook: 'PB-01', confidence: 1, first: 1, last: 1, count: 1, source: null, target: id, assets: [id] },
  ...{ protocol: 'modbus', verb: 'write', why: 'It was.', baseline: null, changes: [] },
  window: { kind: 'none', order: null, dimensions: { asset: null, verb: null, source: null, tool: null, time: null } },
  ...{ evidence: { file: null, frames: [] }, explains: [] },
})

async function seed(count: number): Promise<void> {
  const stores = await openStores({ folder: data, databaseUrl: null, telemetryUrl: telemetry.url })
  const nothing = { assets: [], goneAssets: [], links: [], goneLinks: [], points: [], goneFindings: [] }
  const findings = Array.from({ length: count }, (_, at) => findingOf(`f${at}`))
  await asTenant(stores.state.db, TENANT, scoped =>
    writeChanges(scoped, { tenant: TENANT, site: SITE }, { ...nothing, findings, notices: [], facts: {} }),
  )
  await stores.close()
}

type Done = { readonly incident: string; readonly act: Act; readonly answered: boolean }

/** What one person does, until the platform is gone. */
class Night {
  readonly done: Done[] = []
  readonly incidents: string[] = []
  /** Asked and never answered: asked again after the restart, under the same key. */
  #unanswered: { readonly incident: string; readonly act: Act; readonly key: string }[] = []
  #count = 0
  #findings = 0

  async act(ask: Ask, incident: string, act: Act, key = `key-${this.#count++}-response`): Promise<void> {
    try {
      await ask(`${base}/incidents/${incident}/acts`, { method: 'POST', body: { act }, key })
      this.done.push({ incident, act, answered: true })
    } catch (error) {
      // 409: the first request was carried out or was not, and nobody can say which.
      if (error instanceof Refused && error.status !== 409) throw error
      if (error instanceof Refused) this.done.push({ incident, act, answered: false })
      else {
        this.#unanswered.push({ incident, act, key })
        throw error
      }
    }
  }

  async open(ask: Ask): Promise<string> {
    const body = { title: 'A write at night', findings: [`f${this.#findings++}`], reason: 'It was.' }
    const { incident } = await ask<{ incident: { id: string } }>(`${base}/incidents`, { method: 'POST', body })
    this.incidents.push(incident.id)
    return incident.id
  }

  async again(ask: Ask): Promise<void> {
    for (const { incident, act, key } of this.#unanswered.splice(0)) await this.act(ask, incident, act, key)
  }

  /** Called, answered, ticked, talked about. */
  async busy(ask: Ask): Promise<void> {
    const id = await this.open(ask)
    await this.act(ask, id, { kind: 'escalation-started', policy: 'site', reason: 'Look.' })
    await this.act(ask, id, { kind: 'playbook-started', playbook: 'PB-01', version })
    for (let round = 0; ; round++) {
      const mark = `${id} ${this.#count}`
      await this.act(ask, id, { kind: 'commented', text: `comment ${mark}` })
      await this.act(ask, id, { kind: 'step-done', step: 'I1', note: `tick ${mark}` })
      await this.act(ask, id, { kind: 'fact-answered', fact: 'G1', answer: round % 2 ? 'yes' : 'unknown', note: mark })
      await this.act(ask, id, { kind: 'aware-set', at: 1e15 + this.#count, reason: mark })
      if (round % 7 === 6) await this.act(ask, id, { kind: 'acknowledged', page: null })
    }
  }

  /** From the finding to a decision. */
  async decide(ask: Ask): Promise<void> {
    const id = await this.open(ask)
    const go = (to: State, more = {}) => this.act(ask, id, { kind: 'state-changed', to, reason: `to ${to}`, ...more })
    await this.act(ask, id, { kind: 'playbook-started', playbook: 'PB-01', version })
    for (const to of ['confirmed', 'enriched', 'escalated', 'awaiting engineering decision'] as const) await go(to)
    for (const { id: fact, blocks } of playbook.facts)
      if (blocks) await this.act(ask, id, { kind: 'fact-answered', fact, answer: 'yes', note: '' })
    await this.act(ask, id, { kind: 'option-approved', option: watching.id })
    await go('decided', { option: watching.id })
  }

  async decides(ask: Ask): Promise<void> {
    for (;;) await this.decide(ask)
  }
}

test(
  `killed ${KILLS} times, what was answered is there once, every page arrives, and clocks go on`,
  async () => {
    const args = [
      '--data',
      data,
      '--empty',
      '--telemetry',
      telemetry.url,
      '--config',
      configFile(),
      '--port',
      String(await freePort()),
      '--log',
      'error',
    ]
    const first = await runPlatform(args)
    const ask = await signedIn(first)
    await prepare(ask)
    await first.stop()
    await seed(40 * (KILLS + 1))
    const night = new Night()
    let random = 12_345
    for (let kill = 0; kill < KILLS; kill++) {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31
      await killed(await runPlatform(args), night, ask, { acts: random % MOST_ACTS, moment: random % MOMENT })
    }
    const last = await runPlatform(args)
    await night.again(ask)
    await night.decide(ask)
    await expect.poll(() => uncalled(ask, night), { timeout: 120_000, interval: 500 }).toEqual([])
    const reason = 'The night is over.'
    for (const incident of night.incidents)
      await ask(`${base}/incidents/${incident}/acts`, {
        method: 'POST',
        body: { act: { kind: 'escalation-stopped', reason } },
      }).catch(() => {})
    await expect.poll(() => waiting(ask), { timeout: 600_000, interval: 500 }).toBe(0)
    expect(await last.stop()).toBe(0)
    await judge(night)
  },
  300_000 + KILLS * 60_000,
)

/** Works until the blow, and then waits for the end of the process. */
type Blow = { readonly acts: number; readonly moment: number }

async function killed({ child, said }: RunningPlatform, night: Night, ask: Ask, { acts, moment }: Blow): Promise<void> {
  const gone = once(child, 'exit')
  await night.again(ask)
  const failures: unknown[] = []
  // What breaks off because the platform is gone is what is to be seen; everything else is a fault.
  const work = [night.busy(ask), night.busy(ask), night.decides(ask)].map(all =>
    all.catch(error => {
      if (error instanceof Refused) failures.push(error)
    }),
  )
  const until = night.done.length + acts
  await expect
    .poll(() => night.done.length >= until || failures.length > 0, { timeout: 60_000, interval: 5 })
    .toBe(true)
  await pause(moment)
  child.kill('SIGKILL')
  await Promise.all([gone, ...work])
  expect(failures, said()).toEqual([])
}

function configFile(): string {
  const file = join(root, 'nautilus.yaml')
  writeFileSync(file, 'channels: {allowPrivate: true}\n')
  return file
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

async function prepare(ask: Ask): Promise<void> {
  const { person } = await ask<{ person: { id: string } }>('/api/me')
  const duties = [
    'analyst',
    'plant-engineer',
    'operations-manager',
    'security-lead',
    'process-safety-engineer',
    'shift-supervisor',
  ]
  await ask(`${base}/duties/${person.id}`, { method: 'PUT', body: { duties } })
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const settings = { url: `http://127.0.0.1:${receiverPort}/`, secret }
  await ask(`${base}/contacts/*/webhook`, { method: 'PUT', body: { kind: 'webhook', settings } })
  await ask(`${base}/escalation-policy`, { method: 'PUT', body: policy })
}

/** Incidents whose escalation began, and whose first two pages are not made: the second is due soon after the first. */
async function uncalled(ask: Ask, { incidents }: Night): Promise<string[]> {
  const rooms = []
  for (const id of incidents) rooms.push(await ask<{ incident: Incident }>(`${base}/incidents/${id}`))
  return rooms
    .filter(({ incident: { escalations, pages } }) => escalations.length > 0 && pages.length < 2)
    .map(({ incident }) => incident.id)
}

const waiting = async (ask: Ask): Promise<number> =>
  (await ask<{ items: unknown[] }>(`${base}/outbox?state=waiting&limit=200`)).items.length

async function judge(night: Night): Promise<void> {
  const stores = await openStores({ folder: data, databaseUrl: null, telemetryUrl: telemetry.url })
  try {
    const { records, outbox } = await asTenant(stores.state.db, TENANT, async scoped => ({
      records: new Map<string, Link<Entry>[]>(
        await Promise.all(night.incidents.map(async id => [id, await recordOf(scoped, SITE, id)] as const)),
      ),
      outbox: await scoped.selectFrom('outbox').select(['id', 'incident', 'state', 'tries']).execute(),
    }))
    for (const record of records.values()) expect(verify(record, sha256)).toMatchObject({ ok: true })
    checkActs(night, records)
    const pages = checkClocks(records)
    expect(new Set(outbox.map(({ id }) => id))).toEqual(new Set(pages))
    let repeats = 0
    for (const { id, state, tries } of outbox) {
      const got = received.get(keyOfPage({ tenant: TENANT, site: SITE, id }))
      expect(state, id).toBe('sent')
      expect(got?.bodies.size, `${id} never arrived`).toBeGreaterThan(0)
      expect(got!.times, `${id} came more often than it was tried`).toBeLessThanOrEqual(tries)
      repeats += got!.times - 1
    }
    expect(received.size).toBe(outbox.length)
    const answered = night.done.filter(one => one.answered).length
    process.stdout.write(
      `${KILLS} kills, ${answered} acts answered, ${pages.length} pages, ${repeats} tries besides the first\n`,
    )
  } finally {
    await stores.close()
  }
}

function checkActs(night: Night, records: ReadonlyMap<string, readonly Link<Entry>[]>): void {
  const keyOf = (act: Act) => JSON.stringify(Object.entries(act).sort(([a], [b]) => (a < b ? -1 : 1)))
  for (const [id, record] of records) {
    const there = record.filter(({ body }) => body.by.kind === 'person').map(({ body }) => keyOf(body.act))
    const mine = night.done.filter(({ incident }) => incident === id)
    for (const key of new Set(mine.map(({ act }) => keyOf(act)))) {
      const asked = mine.filter(({ act }) => keyOf(act) === key)
      const count = there.filter(one => one === key).length
      expect(count, key).toBeGreaterThanOrEqual(asked.filter(({ answered }) => answered).length)
      expect(count, key).toBeLessThanOrEqual(asked.length)
    }
  }
  expect(night.done.some(({ act, answered }) => answered && act.kind === 'state-changed' && act.to === 'decided')).toBe(
    true,
  )
}

/** No slot is left out, none comes twice or before its time. The ids of all pages. */
function checkClocks(records: ReadonlyMap<string, readonly Link<Entry>[]>): string[] {
  const pages: string[] = []
  for (const [id, record] of records) {
    const paged = record.flatMap(({ body: { at, act } }) => (act.kind === 'paged' ? [{ at, ...act }] : []))
    pages.push(...paged.map(({ page }) => page))
    expect(
      paged.map(({ slot }) => slot),
      id,
    ).toEqual(order.slice(0, paged.length))
    for (const [index, { at }] of paged.entries())
      if (index > 0) expect(at - paged[index - 1]!.at, id).toBeGreaterThanOrEqual(WAIT * MINUTE - 1)
  }
  expect(new Set(pages).size).toBe(pages.length)
  return pages
}
